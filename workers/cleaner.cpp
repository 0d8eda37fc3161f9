#include "workers/cleaner.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/projections/needed.hpp"

namespace eeveon::workers {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds quiet = 24h;
// Events that change no row do not move the checkpoint of the read tables: so far behind may be up to date.
constexpr std::int64_t behind = 10'000;
constexpr int most_rows = 10'000;

template <class Row>
result<std::vector<Row>> read(result<std::vector<view_row>> rows) {
  if (!rows) return std::unexpected(rows.error());
  std::vector<Row> out;
  for (const auto& row : *rows) {
    boost::system::error_code error;
    const auto value = json::parse(row.body, error);
    auto decoded = error || !value.is_object() ? result<Row>(std::unexpected(failure{}))
                                               : decode<Row>(value.get_object());
    if (!decoded) return fail(errc::corrupt, "a row of the read tables cannot be read", row.key);
    out.push_back(std::move(*decoded));
  }
  return out;
}

}  // namespace

asio::awaitable<result<std::set<digest>>> cleaner::needed() {
  const auto head = co_await events_.head();
  const auto seen = co_await events_.checkpoint("views");
  if (!head) co_return std::unexpected(head.error());
  if (!seen) co_return std::unexpected(seen.error());
  if (*seen == 0 || *head - *seen > behind)
    co_return fail(errc::unavailable, "the read tables are behind the log");

  auto environments = read<environment_row>(co_await views_.load_all("environment"));
  auto projects = read<project_row>(co_await views_.load_all("project"));
  if (!environments) co_return std::unexpected(environments.error());
  if (!projects) co_return std::unexpected(projects.error());

  std::vector<deployment_row> unfinished;
  for (const char* status : {"pending_approval", "queued", "running", "needs_attention"}) {
    auto some = read<deployment_row>(
        co_await views_.list({.kind = "deployment", .status = status, .limit = most_rows}));
    if (!some) co_return std::unexpected(some.error());
    unfinished.insert(unfinished.end(), some->begin(), some->end());
  }
  const auto wanted = needed_releases(*environments, unfinished);
  auto releases = read<release_row>(co_await views_.load("release", {wanted.begin(), wanted.end()}));
  if (!releases) co_return std::unexpected(releases.error());
  for (const auto& project : *projects) {
    auto newest = read<release_row>(co_await views_.list(
        {.kind = "release", .project = project.name, .status = "built", .limit = built_kept}));
    if (!newest) co_return std::unexpected(newest.error());
    releases->insert(releases->end(), newest->begin(), newest->end());
  }
  std::set<digest> out;
  for (const auto& hex : needed_artifacts(std::move(*releases), wanted))
    if (const auto id = parse_digest(hex)) out.insert(*id);
  co_return out;
}

asio::awaitable<result<int>> cleaner::clean() {
  const auto kept = co_await needed();
  if (!kept) co_return std::unexpected(kept.error());
  const auto unused = co_await artifacts_.unused_for(quiet);
  if (!unused) co_return std::unexpected(unused.error());
  std::set<digest> not_needed;
  std::vector<digest> gone;
  for (const auto& id : *unused) {
    if (kept->contains(id)) continue;
    not_needed.insert(id);
    if (not_needed_.contains(id)) gone.push_back(id);
  }
  not_needed_ = std::move(not_needed);
  const auto count = static_cast<int>(gone.size());
  auto done = co_await artifacts_.remove(std::move(gone), quiet);
  if (!done) co_return std::unexpected(done.error());
  co_return count;
}

asio::awaitable<void> cleaner::run() {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(1h);
    co_await timer.async_wait(asio::use_awaitable);
    const auto removed = co_await clean();
    if (!removed)
      spdlog::warn("artifacts: {}", removed.error().detail);
    else if (*removed > 0)
      spdlog::info("{} artifacts that nobody needs have been removed", *removed);
  }
}

}  // namespace eeveon::workers
