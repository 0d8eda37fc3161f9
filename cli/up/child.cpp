#include "cli/up/child.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <fstream>
#include <iterator>

namespace eeveon::up {
namespace {

// Between fork and exec: only calls that are safe there. 127 tells that the program could not be run.
[[noreturn]] void become(const std::vector<char*>& argv, int log, pid_t parent, bool dies_with_us) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
  setpgid(0, 0);
  if (dies_with_us) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);  // ended before the request above
  }
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);  // Asio's sockets have no such flag of their own
  execvp(argv[0], argv.data());
  _exit(127);
}

}  // namespace

child::child(asio::any_io_executor io, pid_t pid, int descriptor, bool ours)
    : pid_(pid), ours_(ours), ended_(io, descriptor) {}

result<child> child::start(asio::any_io_executor io, const program_start& what) {
  auto words = what.argv;
  if (!what.user.empty()) {
    const std::vector<std::string> as_user{"setpriv", "--reuid",       what.user, "--regid",
                                           what.user, "--init-groups", "--"};
    words.insert(words.begin(), as_user.begin(), as_user.end());
  }
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int log = open(what.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0)
    return fail(errc::io, "cannot be written: " + std::string(std::strerror(errno)), what.log.string());
  const pid_t us = getpid(), pid = fork();
  if (pid == 0) become(argv, log, us, what.dies_with_us);
  close(log);
  if (pid < 0)
    return fail(errc::io, "no process could be made: " + std::string(std::strerror(errno)),
                what.argv.front());
  return child(io, pid, static_cast<int>(syscall(SYS_pidfd_open, pid, 0)), true);
}

result<child> child::adopt(asio::any_io_executor io, const fs::path& pid_file, const fs::path& folder) {
  pid_t pid = 0;
  std::error_code none;
  if (!(std::ifstream(pid_file) >> pid) || pid <= 1)
    return fail(errc::not_found, "no process id", pid_file.string());
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (descriptor < 0) return fail(errc::not_found, "that process has ended");
  const auto works_in = fs::read_symlink(fmt::format("/proc/{}/cwd", pid), none);
  if (works_in != folder) {  // the number has been given to somebody else since
    close(descriptor);
    return fail(errc::not_found, "that process is not ours");
  }
  return child(io, pid, descriptor, false);
}

void child::signal(int number) { syscall(SYS_pidfd_send_signal, ended_.native_handle(), number, nullptr, 0); }

asio::awaitable<int> child::wait_end() {
  // Asio leaves closed descriptors in its epoll set, where a fork that has not reached its exec yet keeps
  // them alive: it may wake us for somebody else. The descriptor itself knows.
  pollfd really{.fd = ended_.native_handle(), .events = POLLIN, .revents = 0};
  do co_await ended_.async_wait(asio::posix::stream_descriptor::wait_read, asio::use_awaitable);
  while (poll(&really, 1, 0) != 1);
  int status = 0;
  if (!ours_ || waitpid(pid_, &status, 0) != pid_) co_return 0;
  co_return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

asio::awaitable<result<int>> run_to_end(program_start what) {
  auto started = child::start(co_await asio::this_coro::executor, what);
  if (!started) co_return std::unexpected(started.error());
  co_return co_await started->wait_end();
}

std::string tail_of(const fs::path& log) {
  std::ifstream in(log, std::ios::ate | std::ios::binary);
  const auto size = in ? static_cast<std::int64_t>(in.tellg()) : 0;
  in.seekg(std::max<std::int64_t>(0, size - 1500));
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace eeveon::up
