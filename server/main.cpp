#include "server/main.hpp"

#include "adapters/os/process.hpp"
#include "server/wiring.hpp"

namespace eeveon::server {

int run_server(server_options options) {
  os::allow_all_files();
  return os::run_process<wiring>("eeveon server", std::move(options));
}

}  // namespace eeveon::server
