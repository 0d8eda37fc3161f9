#include "workers/main.hpp"

#include "adapters/os/process.hpp"
#include "workers/wiring.hpp"

namespace eeveon::workers {

int run_worker(worker_options options) {
  return os::run_process<wiring>("eeveon worker", std::move(options));
}

}  // namespace eeveon::workers
