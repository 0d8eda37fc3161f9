#include "adapters/os/sandbox.hpp"

#include <ftw.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "adapters/os/warden.hpp"

namespace eeveon {
namespace {

constexpr const char* build_user = "eeveon-build";

// Runs a short program to its end; false when it could not be started or did not succeed. Only at start-up.
bool succeeds(std::vector<std::string> argv) {
  const auto started = start_under_warden({std::move(argv), "/", {{"PATH", "/usr/local/bin:/usr/bin:/bin"}}});
  if (!started) return false;
  for (const int fd : {started->in, started->out, started->err}) close(fd);
  warden_report report{.start_error = 1};
  const bool read_all = read(started->control, &report, sizeof report) == sizeof report;
  close(started->control);
  waitpid(started->warden, nullptr, 0);
  return read_all && report.start_error == 0 && WIFEXITED(report.wait_status) &&
         WEXITSTATUS(report.wait_status) == 0;
}

}  // namespace

result<> let_through(const std::string& path, const std::string& home) {
  for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const auto folder = path.substr(0, slash);
    struct stat found;
    if (stat(folder.c_str(), &found) != 0)
      return fail(errc::io, folder + ": " + std::strerror(errno), folder);
    if ((found.st_mode & S_IXOTH) != 0) continue;
    const bool ours = !home.empty() && (folder + '/').starts_with(home + '/');
    if (!ours || chmod(folder.c_str(), (found.st_mode & 07777) | S_IXGRP | S_IXOTH) != 0)
      return fail(errc::refused,
                  folder + " is closed to " + build_user +
                      ", who runs builds here: give --data a folder on whose way all are open, as below "
                      "/var/lib",
                  folder);
  }
  return {};
}

build_sandbox::build_sandbox(build_limits limits, std::string home)
    : limits_(limits), home_(std::move(home)) {
  works_ = true;
  if (geteuid() == 0) {
    if (const passwd* user = getpwnam(build_user)) {
      switches_user_ = true;
      user_ = user->pw_uid;
      group_ = user->pw_gid;
    }
  }
  counts_alone_ = switches_user_;
  bool works = succeeds(wrap({"true"}, "/tmp", {}));
  if (!works && counts_alone_) {
    counts_alone_ = false;
    works = succeeds(wrap({"true"}, "/tmp", {}));
  }
  if (!works) {
    works_ = counts_alone_ = false;
    warning_ =
        "builds run without isolation: bubblewrap is missing or user name spaces are refused on this machine";
  } else if (geteuid() == 0 && !switches_user_) {
    warning_ = std::string("builds run as root inside their sandbox: add a system user ") + build_user +
               " to change that";
  }
}

std::vector<std::string> build_sandbox::wrap(const std::vector<std::string>& argv, const std::string& folder,
                                             const std::vector<std::string>& writable) const {
  std::vector<std::string> out;
  const auto add = [&](std::initializer_list<const char*> words) {
    out.insert(out.end(), words.begin(), words.end());
  };
  if (works_) {
    add({"bwrap", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--cap-drop", "ALL"});
    // Only to become the other user; setpriv drops them with it.
    if (switches_user_) add({"--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"});
    for (const char* folder_there : {"/usr", "/etc"}) add({"--ro-bind", folder_there, folder_there});
    for (const char* folder_there :
         {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/run/systemd/resolve"})
      add({"--ro-bind-try", folder_there, folder_there});
    const auto memory = [&](std::int64_t bytes, const char* path) {
      add({"--perms", "1777", "--size"});
      out.push_back(std::to_string(bytes));
      add({"--tmpfs", path});
    };
    add({"--proc", "/proc", "--dev", "/dev", "--perms", "0755", "--dir", "/var"});
    memory(limits_.scratch, "/tmp");
    memory(limits_.scratch / 4, "/dev/shm");
    add({"--symlink", "/tmp", "/var/tmp"});
    for (const auto& path : writable) {
      // What bwrap makes on the way to a mount only root may pass; the build user has to find its own folder.
      for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
        add({"--perms", "0755", "--dir"});
        out.push_back(path.substr(0, slash));
      }
      out.push_back("--bind");
      out.insert(out.end(), 2, path);
    }
    // What holds all this is memory too, and has no size of its own.
    add({"--remount-ro", "/dev", "--remount-ro", "/"});
    // bwrap itself has no right to enter the build user's folder.
    out.insert(out.end(), {"--chdir", switches_user_ ? "/" : folder, "--"});
  }
  if (switches_user_) {
    out.insert(out.end(), {"setpriv", "--reuid", std::to_string(user_), "--regid", std::to_string(group_)});
    add({"--clear-groups", "--no-new-privs", "--inh-caps=-all", "--"});
  }
  if (works_) {
    // The kernel counts the processes of a user per user name space. bwrap has made one unless we are root:
    // then all builds of all workers would share one count, and one of them could starve the others.
    if (counts_alone_) add({"unshare", "--user", "--map-current-user", "--"});
    out.insert(out.end(), {"prlimit", "--nproc=" + std::to_string(limits_.processes), "--"});
  }
  if (switches_user_) out.insert(out.end(), {"env", "--chdir=" + folder, "--"});
  out.insert(out.end(), argv.begin(), argv.end());
  return out;
}

result<> build_sandbox::hand_over(const std::vector<std::string>& writable) const {
  if (!switches_user_) return {};
  thread_local uid_t user;
  thread_local gid_t group;
  user = user_;
  group = group_;
  for (const auto& path : writable) {
    // A sandbox brings its own way to the folder.
    if (auto open = works_ ? result<>{} : let_through(path, home_); !open) return open;
    const auto give = [](const char* entry, const struct stat*, int, FTW*) {
      return lchown(entry, user, group);
    };
    if (nftw(path.c_str(), give, 32, FTW_PHYS) != 0)
      return fail(
          errc::io,
          "the build folder cannot be given to " + std::string(build_user) + ": " + std::strerror(errno),
          path);
  }
  return {};
}

}  // namespace eeveon
