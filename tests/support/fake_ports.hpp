// Small doubles of the ports around the event log, for tests that need a whole server and no more of each
// than they use.
#pragma once

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <memory>
#include <ranges>
#include <string>
#include <vector>

#include "ports/clock.hpp"
#include "ports/delivery_log.hpp"
#include "ports/doorbell.hpp"
#include "ports/launcher.hpp"
#include "ports/log_store.hpp"
#include "ports/node_channel.hpp"
#include "ports/read_models.hpp"
#include "ports/repository_access.hpp"
#include "ports/session_store.hpp"
#include "tests/support/fake_delivery_log.hpp"
#include "tests/support/fake_event_store.hpp"

namespace eeveon::test {

class fake_clock final : public clock_source {
 public:
  timestamp now() override { return {1'800'000'000'000'000}; }
  uuid fresh_uuid() override { return make_uuid_v7({now().us + ++made_ * 1000}, "0123456789"); }

 private:
  std::int64_t made_ = 0;
};

// Rows beside the log's checkpoints. Every call goes once around the io loop, as a real one does.
class fake_read_models final : public read_models {
 public:
  using rows_result = result<std::vector<view_row>>;
  explicit fake_read_models(std::shared_ptr<fake_log> log) : log_(std::move(log)) {}

  asio::awaitable<rows_result> load(std::string kind, std::vector<std::string> keys) override {
    co_await turn();
    co_return select([&](const view_row& row) {
      return row.kind == kind && std::ranges::find(keys, row.key) != keys.end();
    });
  }
  asio::awaitable<rows_result> load_all(std::string kind) override {
    co_await turn();
    co_return select([&](const view_row& row) { return row.kind == kind; });
  }
  asio::awaitable<result<stored_views>> resume(std::string checkpoint_name, std::vector<std::string>,
                                               std::vector<std::string>, int) override {
    co_await turn();
    stored_views out{log_->checkpoints[checkpoint_name], {}};
    for (const auto& [key, row] : rows_) out.rows.push_back(row);
    co_return out;
  }
  asio::awaitable<result<>> store(std::vector<view_row> rows, checkpoint_move move) override {
    co_await turn();
    auto& at = log_->checkpoints[move.name];
    if (at != move.from) co_return fail(errc::conflict, "somebody else stored");
    at = move.to;
    for (auto& row : rows) rows_[{row.kind, row.key}] = std::move(row);
    co_return result<>{};
  }
  asio::awaitable<rows_result> list(view_filter filter) override {
    co_await turn();
    auto found = select([&](const view_row& row) { return filter.matches(row); });
    std::ranges::sort(*found, std::greater{}, &view_row::sort);
    if (std::ssize(*found) > filter.limit) found->resize(static_cast<std::size_t>(filter.limit));
    co_return found;
  }
  asio::awaitable<result<>> clear(std::string name) override {
    rows_.clear();
    log_->checkpoints[name] = 0;
    co_return result<>{};
  }

 private:
  static asio::awaitable<void> turn() {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
  template <class Wanted>
  rows_result select(Wanted wanted) const {
    std::vector<view_row> out;
    for (const auto& [key, row] : rows_)
      if (wanted(row)) out.push_back(row);
    return out;
  }
  std::shared_ptr<fake_log> log_;
  std::map<std::pair<std::string, std::string>, view_row> rows_;
};

class fake_log_store final : public log_store {
 public:
  asio::awaitable<result<timestamp>> write(std::vector<log_chunk> more, bool again) override {
    const auto stored = [&](const log_chunk& one) {
      return std::ranges::any_of(chunks, [&](const log_chunk& other) {
        return other.subject == one.subject && other.step == one.step && other.attempt == one.attempt &&
               other.fence == one.fence && other.first_line == one.first_line;
      });
    };
    for (int i = 0; i < turns; ++i)
      co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    const auto failed = failures.empty() ? std::nullopt : std::optional(failures.front());
    if (failed) failures.erase(failures.begin());
    if (!failed || failed == errc::unknown_outcome)
      for (auto& chunk : more)
        if (!again || !stored(chunk)) add(std::move(chunk));
    if (failed) co_return fail(*failed, "as the test wants it");
    co_return now;
  }
  asio::awaitable<result<std::vector<log_chunk>>> read(log_extract what) override {
    co_return some(what, [&](const log_chunk& chunk) { return chunk.id > what.edge; }, chunks);
  }
  asio::awaitable<result<std::vector<log_chunk>>> read_back(log_extract what) override {
    co_return some(
        what, [&](const log_chunk& chunk) { return what.edge == 0 || chunk.id < what.edge; },
        chunks | std::views::reverse);
  }
  asio::awaitable<result<int>> drop_days(std::chrono::days) override { co_return std::exchange(old_days, 0); }

  // Stored at `now`.
  void add(log_chunk chunk) {
    chunk.id = std::ssize(chunks) + 1;
    chunk.stored = now;
    chunks.push_back(std::move(chunk));
  }

  std::vector<log_chunk> chunks;
  timestamp now{1'800'000'000'000'000};
  std::vector<errc> failures;  // of the next writes; unknown_outcome: stored all the same
  int turns = 0;               // of the io thread that a write takes
  int old_days = 0;

 private:
  static std::vector<log_chunk> some(const log_extract& what, auto within, auto&& from) {
    std::vector<log_chunk> out;
    for (const auto& chunk : from)
      if (chunk.subject == what.subject && (what.step.empty() || chunk.step == what.step) && within(chunk) &&
          chunk.stored >= what.since && std::ssize(out) < what.most)
        out.push_back(chunk);
    return out;
  }
};

class fake_session_store final : public session_store {
 public:
  using name_result = result<std::optional<std::string>>;
  asio::awaitable<result<>> create_link(digest token, std::string actor, std::chrono::seconds) override {
    return put(links_, token, std::move(actor));
  }
  asio::awaitable<result<std::string>> consume_link(digest token, digest session,
                                                    std::chrono::seconds) override {
    const auto found = links_.find(token);
    if (found == links_.end()) co_return fail(errc::unauthorized, "unknown link");
    auto actor = sessions_[session] = std::move(found->second);
    links_.erase(found);
    co_return actor;
  }
  asio::awaitable<result<>> open_session(digest session, std::string actor, std::chrono::seconds) override {
    return put(sessions_, session, std::move(actor));
  }
  asio::awaitable<name_result> check_session(digest session) override { return get(sessions_, session); }
  asio::awaitable<result<>> sign_out(digest session) override {
    sessions_.erase(session);
    co_return result<>{};
  }
  asio::awaitable<result<>> create_token(std::string, digest token, std::string name) override {
    return put(tokens_, token, std::move(name));
  }
  asio::awaitable<name_result> check_token(digest token) override { return get(tokens_, token); }
  asio::awaitable<result<>> revoke_token(std::string) override {
    tokens_.clear();
    co_return result<>{};
  }

 private:
  using names = std::map<digest, std::string>;
  static asio::awaitable<result<>> put(names& in, digest key, std::string name) {
    in[key] = std::move(name);
    co_return result<>{};
  }
  static asio::awaitable<name_result> get(names& in, digest key) {
    const auto found = in.find(key);
    co_return found == in.end() ? std::nullopt : std::optional(found->second);
  }
  names links_, sessions_, tokens_;
};

// Every program prints the same and ends the same.
class fake_launcher final : public launcher {
 public:
  asio::awaitable<result<program_end>> run(program, std::function<void(std::string_view)>) override {
    program_end ended;
    ended.exit_code = ends_with;
    ended.output = prints;
    ended.errors = complains;
    co_return ended;
  }
  std::string sandbox_warning() const override { return {}; }
  std::string prints, complains;
  int ends_with = 0;
};

class fake_repository_access final : public repository_access {
 public:
  git_access now() const override { return known; }
  git_access known;
};

class fake_node_channel final : public node_channel {
 public:
  asio::awaitable<result<std::vector<std::string>>> call(node_registered, std::string,
                                                         std::vector<std::string>, std::chrono::milliseconds,
                                                         std::function<void(std::string_view)>) override {
    co_return fail(errc::unavailable, "there is no node");
  }
  asio::awaitable<result<>> send(node_registered, std::string, std::string, std::string,
                                 std::chrono::milliseconds) override {
    co_return fail(errc::unavailable, "there is no node");
  }
  asio::awaitable<result<std::vector<std::string>>> scan_host_keys(std::string, int) override {
    co_return host_keys;
  }
  std::vector<std::string> host_keys;
};

class fake_doorbell final : public doorbell {
 public:
  asio::awaitable<result<>> offer_runs(std::vector<std::string> runs) override {
    offered.insert(offered.end(), runs.begin(), runs.end());
    co_return result<>{};
  }
  asio::awaitable<result<std::vector<offer>>> take(std::string, int, std::chrono::milliseconds) override {
    co_return std::vector<offer>{};
  }
  asio::awaitable<result<>> acknowledge(std::vector<std::string>) override { co_return result<>{}; }
  asio::awaitable<result<>> announce(std::string channel, std::string message) override {
    if (on_announce) on_announce(channel, message);
    announced.emplace_back(std::move(channel), std::move(message));
    co_return result<>{};
  }
  asio::awaitable<void> listen(std::vector<std::string>,
                               std::function<void(std::string_view, std::string_view)>) override {
    co_return;
  }
  std::vector<std::string> offered;
  std::vector<std::pair<std::string, std::string>> announced;
  std::function<void(const std::string&, const std::string&)> on_announce;
};

}  // namespace eeveon::test
