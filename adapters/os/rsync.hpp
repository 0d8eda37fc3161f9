// rsync's argument vector and what its ending means.
#pragma once

#include <string>
#include <vector>

#include "core/base/failure.hpp"
#include "ports/launcher.hpp"

namespace eeveon {

// Sends the folder `from` into `root/to`; `ssh_config` empty: on this machine. What is equal in size and time
// in `root/reuse` becomes a hard link; the digest is checked on the node afterwards.
std::vector<std::string> rsync_argv(const std::string& ssh_config, const std::string& from,
                                    const std::string& root, const std::string& to, const std::string& reuse);
// Nothing when it went well; a login or host key problem is ssh's to explain (exit code 255).
result<> judge_rsync(const std::string& node, const program_end& end);

}  // namespace eeveon
