// The launcher over Linux processes: one warden per program, pipes and a control socket on Asio, no threads,
// no SIGCHLD handler.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "adapters/os/build_limits.hpp"
#include "ports/launcher.hpp"

namespace eeveon {

struct launcher_options {
  std::chrono::milliseconds grace{10000};  // between TERM and KILL
  build_limits builds = build_limits::of_this_machine();
  std::string home;  // a worker's own folder; absolute
};

namespace os {
std::unique_ptr<launcher> make_launcher(asio::any_io_executor executor, launcher_options options = {});
}

// What every program starts from: PATH, HOME and LANG, nothing of ours.
std::map<std::string, std::string> scrubbed_environment();

}  // namespace eeveon
