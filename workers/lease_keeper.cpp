#include "workers/lease_keeper.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

#include "core/base/failpoint.hpp"

namespace eeveon::workers {

using clock = std::chrono::steady_clock;

void lease_keeper::hold(const std::string& run, std::function<bool()> on_lost) {
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
    if (!renewed) continue;
    for (const auto& run : asked) {
      const bool confirmed = std::find(renewed->begin(), renewed->end(), run) != renewed->end();
      const auto entry = held_.find(run);
      if (confirmed && entry != held_.end())
        entry->second.confirmed = begun;
      else if (!confirmed)
        lose(run);
    }
  }
}

// The renewal itself may hang for as long as a dead connection does, so it is not what watches the time.
asio::awaitable<void> lease_keeper::watch() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(lease_ / 12);
    co_await timer.async_wait(asio::use_awaitable);
    std::vector<std::string> silent;
    for (const auto& [run, entry] : held_)
      if (clock::now() - entry.confirmed > lease_ * 2 / 3) silent.push_back(run);
    for (const auto& run : silent) lose(run);
  }
}

void lease_keeper::lose(const std::string& run) {
  const auto entry = held_.find(run);
  if (entry == held_.end() || !entry->second.on_lost()) return;
  spdlog::warn("{}: the lease is lost", run);
  held_.erase(run);
}

}  // namespace eeveon::workers
