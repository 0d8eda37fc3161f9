// Isolation of programs that repositories bring: bubblewrap with private processes, private /tmp and writable
// folders by name only; as root also another user.
#pragma once

#include <string>
#include <vector>

#include "adapters/os/build_limits.hpp"
#include "core/base/failure.hpp"

namespace eeveon {

// Lets other users walk, not look, through the folders on the way to `path`, as far as they lie in `home`.
// errc::refused: one outside is closed.
result<> let_through(const std::string& path, const std::string& home);

class build_sandbox {
 public:
  // Probes once what this machine allows. `home`: the worker's own folder, where the writable ones lie.
  build_sandbox(build_limits limits, std::string home);
  // The argument vector that runs `argv` in `folder` inside the sandbox; `argv` itself when there is none
  // here.
  std::vector<std::string> wrap(const std::vector<std::string>& argv, const std::string& folder,
                                const std::vector<std::string>& writable) const;
  // Gives the writable folders to the user the program will run as; nothing to do unless that is another
  // user.
  result<> hand_over(const std::vector<std::string>& writable) const;
  // HOME inside.
  std::string home() const { return works_ ? "/tmp" : "/"; }
  const std::string& warning() const { return warning_; }
  const build_limits& limits() const { return limits_; }

 private:
  build_limits limits_;
  std::string home_;
  bool works_ = false, switches_user_ = false;
  bool counts_alone_ = false;  // the build user's processes, in a user name space of each build's own
  unsigned user_ = 0, group_ = 0;
  std::string warning_;
};

}  // namespace eeveon
