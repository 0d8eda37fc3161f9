#include "server/services/sweeper.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/base/failpoint.hpp"

namespace eeveon {

asio::awaitable<void> run_sweeper(run_store& runs, doorbell& bell, duty& mine) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  auto quiet = std::chrono::seconds(0);
  for (;;) {
    if (!mine.held()) {
      co_await mine.taken();
      // Whatever was offered before may be lost: the first sweep offers everything again.
      quiet = std::chrono::seconds(0);
    }
    auto found = co_await runs.sweep(quiet, 1000);
    if (!found) {
      spdlog::debug("sweeper: {}", found.error().detail);
    } else {
      quiet = std::chrono::seconds(5);
      if (!found->empty() && !EEVEON_SEEDED_BUG("no_sweeper")) {
        spdlog::info("sweeper: offers {} runs again", found->size());
        auto offered = co_await bell.offer_runs(*found);
        if (!offered) spdlog::warn("sweeper: {}", offered.error().detail);
      }
    }
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(asio::use_awaitable);
  }
}

}  // namespace eeveon
