#include "adapters/os/rsync.hpp"

#include <fmt/format.h>

namespace eeveon {

std::vector<std::string> rsync_argv(const std::string& ssh_config, const std::string& from,
                                    const std::string& root, const std::string& to,
                                    const std::string& reuse) {
  // Times to the nanosecond: two builds within one second may differ in a file of equal size.
  std::vector<std::string> argv{"rsync",    "--recursive",        "--links",     "--perms", "--times",
                                "--delete", "--modify-window=-1", "--timeout=60"};
  if (!reuse.empty()) argv.push_back("--link-dest=" + root + '/' + reuse);
  if (!ssh_config.empty())
    argv.insert(argv.end(), {"--rsh", "ssh -F " + ssh_config + " -o ControlMaster=no"});
  argv.push_back("--");
  argv.push_back(from + '/');
  argv.push_back((ssh_config.empty() ? "" : "eeveon-node:") + root + '/' + to + '/');
  return argv;
}

result<> judge_rsync(const std::string& node, const program_end& end) {
  if (end.cancelled) return fail(errc::cancelled, "the transfer was cancelled", node);
  if (end.timed_out) return fail(errc::timed_out, node + ": the transfer did not end in time", node);
  if (end.exit_code == 0) return {};
  if (end.errors.find("No space left") != std::string::npos ||
      end.errors.find("File too large") != std::string::npos ||
      end.errors.find("Disk quota exceeded") != std::string::npos)
    return fail(errc::refused, node + ": the disk is full", node);
  const auto first = end.errors.substr(0, end.errors.find('\n')).substr(0, 300);
  switch (end.exit_code) {
    case 10:
    case 12:
    case 30:
    case 35:
    case 255:
      return fail(errc::unavailable,
                  fmt::format("{}: the connection broke during the transfer: {}", node, first), node);
    default: return fail(errc::io, fmt::format("{}: the transfer failed: {}", node, first), node);
  }
}

}  // namespace eeveon
