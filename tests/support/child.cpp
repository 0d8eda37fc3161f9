#include "tests/support/child.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>

namespace eeveon::test {
namespace {

int start(const std::vector<std::string>& argv, const std::string& log, const std::string& user) {
  std::vector<char*> arguments;
  for (const auto& one : argv) arguments.push_back(const_cast<char*>(one.c_str()));
  arguments.push_back(nullptr);
  const passwd* account = user.empty() || geteuid() != 0 ? nullptr : getpwnam(user.c_str());
  const int pid = fork();
  if (pid != 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int out = open(log.empty() ? "/dev/null" : log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  dup2(out, 1);
  dup2(out, 2);
  close_range(3, ~0U, 0);
  if (account && (setgid(account->pw_gid) != 0 || initgroups(user.c_str(), account->pw_gid) != 0 ||
                  setuid(account->pw_uid) != 0))
    _exit(126);
  if (chdir("/") != 0) _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // changing the user cleared it
  execvp(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

void run_child(const std::vector<std::string>& argv, const std::string& user) {
  const int pid = start(argv, {}, user);
  int status = 0;
  waitpid(pid, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(argv[0] + " failed");
}

int start_child(const std::vector<std::string>& argv, const std::string& log, const std::string& user) {
  return start(argv, log, user);
}

void end_child(int pid, int signal) {
  if (pid <= 0) return;
  ::kill(pid, signal);
  int status = 0;
  waitpid(pid, &status, 0);
}

std::string make_folder(const std::string& prefix, const std::string& user, const std::string& below) {
  const std::string base = !below.empty() ? below : std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp";
  std::string path = base + '/' + prefix + "-XXXXXX";
  if (!mkdtemp(path.data())) throw std::runtime_error("no folder for " + prefix);
  if (const passwd* account = user.empty() || geteuid() != 0 ? nullptr : getpwnam(user.c_str()))
    if (chown(path.c_str(), account->pw_uid, account->pw_gid) != 0) throw std::runtime_error("chown " + path);
  return path;
}

void remove_folder(const std::string& path) {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

void wait_until(const std::string& what, bool (*ready)(const std::string&), const std::string& argument) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!ready(argument)) {
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error("no answer from " + what);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace eeveon::test
