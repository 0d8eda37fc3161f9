#include "workers/lease_keeper.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

#include "core/base/failpoint.hpp"

namespace eeveon::workers {

using clock = std::chrono::steady_clock;

void lease_keeper::hold(const std::string& run, std::function<void()> on_lost) {
  held_[run] = {clock::now(), std::move(on_lost)};
}

asio::awaitable<void> lease_keeper::keep() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(lease_ / 6);
    co_await timer.async_wait(asio::use_awaitable);
    if (held_.empty()) continue;
    std::vector<std::string> asked;
    for (const auto& [run, entry] : held_) asked.push_back(run);
    const auto begun = clock::now();
    EEVEON_FAILPOINT("W11");
    auto names = asked;
    auto renewed = co_await runs_.renew(owner_, std::move(names), lease_);
    std::vector<std::function<void()>> lost;
    for (const auto& run : asked) {
      const auto entry = held_.find(run);
      if (entry == held_.end()) continue;
      const bool confirmed = renewed && std::find(renewed->begin(), renewed->end(), run) != renewed->end();
      if (confirmed) {
        entry->second.confirmed = begun;
      } else if (renewed || clock::now() - entry->second.confirmed > lease_ * 2 / 3) {
        spdlog::warn("{}: the lease is lost", run);
        lost.push_back(std::move(entry->second.on_lost));
        held_.erase(entry);
      }
    }
    for (const auto& tell : lost) tell();
  }
}

}  // namespace eeveon::workers
