#include "server/services/duties.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace eeveon {

duty::duty(asio::any_io_executor executor, std::string name, bool held)
    : name_(std::move(name)), changed_(executor, asio::steady_timer::time_point::max()), held_(held) {}

asio::awaitable<void> duty::taken() {
  boost::system::error_code woken;
  while (!held_) co_await changed_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
}

void duty::set(bool held) {
  if (held == held_) return;
  held_ = held;
  changed_.expires_at(asio::steady_timer::time_point::max());  // wakes who waits
}

asio::awaitable<void> duties::run(std::chrono::milliseconds pause) {
  asio::steady_timer timer(executor_);
  std::vector<std::string> names;
  for (const auto& one : all_) names.push_back(one.name());
  for (;;) {
    auto held = co_await roster_.hold(names);
    if (!held) spdlog::debug("duties: {}", held.error().detail);
    std::string taken, given;
    for (auto& one : all_) {
      const bool mine = held && std::ranges::find(*held, one.name()) != held->end();
      if (mine != one.held())
        (mine ? taken : given) += (mine ? taken : given).empty() ? one.name() : ", " + one.name();
      one.set(mine);
    }
    if (!taken.empty()) spdlog::info("takes over: {}", taken);
    if (!given.empty()) spdlog::info("gives up: {}", given);
    timer.expires_after(pause);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

}  // namespace eeveon
