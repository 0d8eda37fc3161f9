#include "server/services/sweeper.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace eeveon {

asio::awaitable<void> run_sweeper(run_store& runs, doorbell& bell) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(asio::use_awaitable);
    auto found = co_await runs.sweep(std::chrono::seconds(5), 1000);
    if (!found) {
      spdlog::debug("sweeper: {}", found.error().detail);
      continue;
    }
    if (found->empty()) continue;
    spdlog::info("sweeper: offers {} runs again", found->size());
    if (auto offered = co_await bell.offer_runs(*found); !offered) spdlog::warn("sweeper: {}", offered.error().detail);
  }
}

}  // namespace eeveon
