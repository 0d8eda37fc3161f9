#include "workers/main.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>

#include "workers/wiring.hpp"

namespace eeveon::workers {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> stop_and_leave(wiring& all, asio::io_context& io) {
  co_await all.stop();
  io.stop();
}

}  // namespace

int run_worker(worker_options options) {
  asio::io_context io(1);
  wiring all(io, std::move(options));
  auto started = all.start();
  if (!started) {
    std::fprintf(stderr, "eeveon worker: %s\n", started.error().detail.c_str());
    return 2;
  }
  asio::signal_set signals(io, SIGTERM, SIGINT);
  int heard = 0;
  std::function<void(boost::system::error_code, int)> on_signal = [&](boost::system::error_code error, int) {
    if (error) return;
    if (++heard > 1) std::_Exit(1);  // asked twice: leave at once
    asio::co_spawn(io, stop_and_leave(all, io), asio::detached);
    signals.async_wait(on_signal);
  };
  signals.async_wait(on_signal);
  io.run();
  return 0;
}

}  // namespace eeveon::workers
