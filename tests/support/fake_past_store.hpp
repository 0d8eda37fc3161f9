// The past of a fake log, with the snapshots that a test may count and spoil. Every call goes once around the
// io loop, as a real one does.
#pragma once

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <memory>

#include "ports/past_store.hpp"
#include "ports/workbench.hpp"
#include "tests/support/fake_event_store.hpp"

namespace eeveon::test {

class fake_past_store final : public past_store {
 public:
  using events_result = result<std::vector<recorded_event>>;
  explicit fake_past_store(std::shared_ptr<fake_log> log) : log_(std::move(log)) {}

  asio::awaitable<result<log_span>> span() override {
    co_await turn();
    if (log_->events.empty()) co_return log_span{};
    co_return log_span{of(log_->events.front()), of(log_->events.back())};
  }
  asio::awaitable<result<moment>> moment_of(std::int64_t position) override {
    co_await turn();
    if (position < 1 || position > std::ssize(log_->events)) co_return fail(errc::not_found, "no such event");
    co_return of(log_->events[static_cast<std::size_t>(position - 1)]);
  }
  asio::awaitable<result<moment>> last_before(std::string, timestamp time) override {
    co_await turn();
    const auto last = std::find_if(log_->events.rbegin(), log_->events.rend(),
                                   [&](const recorded_event& e) { return e.recorded_at < time; });
    co_return last == log_->events.rend() ? moment{} : of(*last);
  }
  asio::awaitable<events_result> read(std::int64_t after, std::int64_t until,
                                      std::vector<std::string> types) override {
    co_await turn();
    read_positions += until - after;
    std::vector<recorded_event> out;
    for (auto at = after; at < std::min(until, std::ssize(log_->events)); ++at)
      if (const auto& event = log_->events[static_cast<std::size_t>(at)];
          (std::ranges::find(types, event.type) != types.end()))
        out.push_back(event);
    co_return out;
  }
  asio::awaitable<events_result> read_streams(std::vector<std::string> streams, std::int64_t until,
                                              std::vector<std::string> types) override {
    co_await turn();
    ++streams_read;
    std::vector<recorded_event> out;
    for (const auto& event : log_->events)
      if (event.position <= until && (std::ranges::find(streams, event.stream) != streams.end()) &&
          (std::ranges::find(types, event.type) != types.end()))
        out.push_back(event);
    co_return out;
  }
  asio::awaitable<result<std::optional<fold_snapshot>>> snapshot(std::string fold, std::int64_t after,
                                                                 std::int64_t until) override {
    co_await turn();
    std::optional<fold_snapshot> found;
    for (const auto& [position, one] : snapshots[fold])
      if (position > after && position <= until) found = one;
    co_return found;
  }
  asio::awaitable<result<std::int64_t>> unbroken(std::string fold) override {
    co_await turn();
    std::int64_t end = 0;
    for (const auto& [position, one] : snapshots[fold]) {
      if (one.previous != end) break;
      end = position;
    }
    co_return end;
  }
  asio::awaitable<result<>> keep(std::string fold, fold_snapshot made) override {
    co_await turn();
    snapshots[fold].emplace(made.position, std::move(made));
    co_return result<>{};
  }
  asio::awaitable<result<>> forget_after(std::string fold, std::int64_t position) override {
    co_await turn();
    auto& mine = snapshots[fold];
    mine.erase(mine.upper_bound(position), mine.end());
    co_return result<>{};
  }
  asio::awaitable<result<>> forget_others(std::string fold) override {
    co_await turn();
    std::erase_if(snapshots, [&](const auto& other) { return other.first != fold; });
    co_return result<>{};
  }

  std::map<std::string, std::map<std::int64_t, fold_snapshot>> snapshots;
  std::int64_t read_positions = 0;  // so far
  int streams_read = 0;

 private:
  static moment of(const recorded_event& event) { return {event.position, event.recorded_at}; }
  static asio::awaitable<void> turn() {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
  std::shared_ptr<fake_log> log_;
};

// Works at once, on the thread that asks.
class fake_workbench final : public workbench {
 public:
  asio::awaitable<result<>> run(std::move_only_function<void()> work) override {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    work();
    co_return result<>{};
  }
};

}  // namespace eeveon::test
