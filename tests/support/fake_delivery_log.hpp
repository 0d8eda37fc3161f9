// What the outside sent to a fake log.
#pragma once

#include <algorithm>
#include <memory>
#include <utility>

#include "ports/delivery_log.hpp"
#include "tests/support/fake_event_store.hpp"

namespace eeveon::test {

// The deliveries of a fake log; a delivery arrives in the microsecond of its position.
class fake_delivery_log final : public delivery_log {
 public:
  explicit fake_delivery_log(std::shared_ptr<fake_log> log) : log_(std::move(log)) {}

  asio::awaitable<result<std::vector<recorded_delivery>>> list(delivery_query query) override {
    std::vector<recorded_delivery> out;
    for (const auto& [id, kept] : log_->deliveries) {
      const auto& [what, position] = kept;
      const auto here = std::pair(position, what.key);
      const auto last = std::pair(query.after.received_at.us, query.after.key);
      const bool seen = query.newest_first ? last.first != 0 && here >= last : here <= last;
      const bool by_hand = what.source.starts_with("api/") || what.source == "poll";
      if (seen || (!query.source.empty() && what.source != query.source) || (query.hooks_only && by_hand) ||
          !what.key.starts_with(query.key) || what.headers.find(query.event) == std::string::npos)
        continue;
      out.push_back(shown(what, position, query.with_bodies));
    }
    std::ranges::sort(out, {}, &recorded_delivery::position);
    if (query.newest_first) std::ranges::reverse(out);
    if (std::ssize(out) > query.limit) out.resize(static_cast<std::size_t>(query.limit));
    co_return out;
  }
  asio::awaitable<result<std::optional<recorded_delivery>>> read(std::string source,
                                                                 std::string key) override {
    const auto found = log_->deliveries.find({source, key});
    if (found == log_->deliveries.end()) co_return std::nullopt;
    auto out = shown(found->second.first, found->second.second, true);
    if (bodies_emptied) out.body.clear(), out.body_kept = false;
    co_return out;
  }
  asio::awaitable<result<std::optional<earlier_answer>>> find(std::string source, std::string key) override {
    const auto found = log_->deliveries.find({source, key});
    if (finds_nothing || found == log_->deliveries.end()) co_return std::nullopt;
    const auto& [what, position] = found->second;
    co_return earlier_answer{what.body_sha256, what.answer, position};
  }
  asio::awaitable<result<int>> empty_bodies(std::chrono::hours, int limit) override {
    co_return std::exchange(old_bodies, std::max(0, old_bodies - limit)) - old_bodies;
  }

  int old_bodies = 0;
  bool bodies_emptied = false;
  bool finds_nothing = false;  // as when two come at once: neither is there yet

 private:
  static recorded_delivery shown(const delivery& what, std::int64_t position, bool with_body) {
    return {what.source,
            what.key,
            {position},
            what.body_sha256,
            what.headers,
            what.answer,
            with_body ? what.body : "",
            true,
            position,
            position == 0 ? 0 : 1};
  }
  std::shared_ptr<fake_log> log_;
};

}  // namespace eeveon::test
