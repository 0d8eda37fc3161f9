#include "adapters/os/warden.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace eeveon {
namespace {

// Everything a child needs, laid out before the fork: between fork and exec only system calls are made,
// because another thread of this process may hold any lock at that moment.
struct blueprint {
  std::string file;
  std::vector<char*> argv, envp;
  std::vector<std::string> text;  // owns what envp points to
  const char* folder = "/";
  bool let_go = false;
  rlim_t file_size = 0;
};

void default_signals() {
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void become_program(const blueprint& plan, int error_to) {
  if (!plan.let_go) prctl(PR_SET_PDEATHSIG, SIGKILL);
  default_signals();
  setsid();
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const rlimit file_size{plan.file_size, plan.file_size};
  if (plan.file_size > 0) setrlimit(RLIMIT_FSIZE, &file_size);
  if (chdir(plan.folder) == 0) execve(plan.file.c_str(), plan.argv.data(), plan.envp.data());
  const int error = errno;
  [[maybe_unused]] const auto written = write(error_to, &error, sizeof error);
  _exit(127);
}

// Kills every child of this process; their children become ours and are met in the next round.
void kill_children() {
  const int list = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (list < 0) return;
  char text[4096];
  pid_t pid = 0;
  for (ssize_t count; (count = read(list, text, sizeof text)) > 0;)
    for (const char* c = text; c != text + count; ++c) {
      if (*c >= '0' && *c <= '9') {
        pid = pid * 10 + (*c - '0');
      } else if (pid > 0) {
        kill(pid, SIGKILL);
        pid = 0;
      }
    }
  close(list);
}

// Waits for the end of `program`, passing on what is asked through the control socket. True: it has ended.
bool watch(pid_t program) {
  const int ended = static_cast<int>(syscall(SYS_pidfd_open, program, 0));
  for (;;) {
    pollfd watched[2]{{3, POLLIN, 0}, {ended, POLLIN, 0}};
    if (poll(watched, 2, -1) < 0) continue;
    if (watched[1].revents) return true;
    char ask = warden_kill;
    if (read(3, &ask, 1) != 1 || ask != warden_terminate) return false;
    kill(-program, SIGTERM);
  }
}

// The warden's own life. Descriptors: 0, 1, 2 for the program, 3 the control socket; all others are closed,
// since sockets of this process must not live on in a child.
[[noreturn]] void be_warden(const blueprint& plan, int control, int in, int out, int err) {
  setsid();
  default_signals();
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGQUIT}) signal(number, SIG_IGN);
  if (!plan.let_go) prctl(PR_SET_CHILD_SUBREAPER, 1);
  const int ends[4]{fcntl(in, F_DUPFD, 10), fcntl(out, F_DUPFD, 10), fcntl(err, F_DUPFD, 10),
                    fcntl(control, F_DUPFD, 10)};
  for (int fd = 0; fd < 4; ++fd) dup2(ends[fd], fd);
  fcntl(3, F_SETFD, FD_CLOEXEC);
  syscall(SYS_close_range, 4U, ~0U, 0U);

  warden_report report;
  int exec_pipe[2];  // a successful exec closes it without a word
  if (pipe2(exec_pipe, O_CLOEXEC) != 0) _exit(1);
  const pid_t program = fork();
  if (program == 0) become_program(plan, exec_pipe[1]);
  if (program < 0) report.start_error = errno;
  // The warden must not keep the pipes open, or their readers would never see an end.
  for (const int fd : {0, 1, 2, exec_pipe[1]}) close(fd);
  if (program > 0) {
    int error = 0;
    if (read(exec_pipe[0], &error, sizeof error) == sizeof error) report.start_error = error;
    if (!watch(program) && plan.let_go) {
      close(3);
      while (waitpid(program, nullptr, 0) < 0 && errno == EINTR) {
      }
      _exit(0);
    }
    if (!plan.let_go) kill(-program, SIGKILL);
  }
  for (;;) {
    kill_children();
    int status = 0;
    const pid_t gone = waitpid(-1, &status, 0);
    if (gone == program) report.wait_status = status;
    if (gone < 0 && errno == ECHILD) break;
  }
  [[maybe_unused]] const auto sent = send(3, &report, sizeof report, MSG_NOSIGNAL);
  _exit(0);
}

}  // namespace

std::string find_program(const std::string& name, const std::string& path) {
  if (name.find('/') != std::string::npos) return name;
  for (std::size_t at = 0; at < path.size();) {
    const auto end = std::min(path.find(':', at), path.size());
    const auto candidate = path.substr(at, end - at) + '/' + name;
    if (candidate.front() == '/' && access(candidate.c_str(), X_OK) == 0) return candidate;
    at = end + 1;
  }
  return {};
}

result<started_program> start_under_warden(const start_request& what) {
  if (what.argv.empty() || what.argv[0].empty())
    return fail(errc::invalid, "there is no program to run", "argv");
  const auto path = what.variables.find("PATH");
  blueprint plan;
  plan.file = find_program(what.argv[0], path == what.variables.end() ? "" : path->second);
  if (plan.file.empty())
    return fail(errc::not_found, "the program '" + what.argv[0] + "' was not found", what.argv[0]);
  for (const auto& word : what.argv) plan.argv.push_back(const_cast<char*>(word.c_str()));
  plan.argv.push_back(nullptr);
  for (const auto& [key, value] : what.variables) plan.text.push_back(key + '=' + value);
  for (auto& line : plan.text) plan.envp.push_back(line.data());
  plan.envp.push_back(nullptr);
  if (!what.folder.empty()) plan.folder = what.folder.c_str();
  plan.let_go = what.let_go;
  plan.file_size = static_cast<rlim_t>(what.file_size);

  int control[2]{-1, -1}, in[2]{-1, -1}, out[2]{-1, -1}, err[2]{-1, -1};
  const bool ready = socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control) == 0 &&
                     pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0;
  const pid_t warden = ready ? fork() : -1;
  if (warden == 0) be_warden(plan, control[1], in[0], out[1], err[1]);
  const int error = errno;
  for (const int fd : {control[1], in[0], out[1], err[1]})
    if (fd >= 0) close(fd);
  if (warden < 0) {
    for (const int fd : {control[0], in[1], out[0], err[0]})
      if (fd >= 0) close(fd);
    return fail(errc::io, std::string("no process could be started: ") + std::strerror(error), what.argv[0]);
  }
  return started_program{warden, control[0], in[1], out[0], err[0], what.let_go};
}

}  // namespace eeveon
