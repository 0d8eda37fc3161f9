#include "server/past/past_boards.hpp"

#include <spdlog/spdlog.h>

#include "core/projections/board.hpp"
#include "core/projections/fold_code.hpp"

namespace eeveon {
namespace {

// Shared with the workbench.
struct drawn {
  std::string text;
  std::size_t bytes = 0;
};

}  // namespace

asio::awaitable<result<moment>> past_boards::moment_of(std::int64_t position) {
  if (position == 0) co_return moment{};
  co_return co_await store_.moment_of(position);
}

asio::awaitable<result<moment>> past_boards::last_until(timestamp time) {
  const auto within = ((time.us % 1000) + 1000) % 1000;
  return store_.last_before(std::string(fold_code()), {time.us - within + 1000});
}

asio::awaitable<result<std::string>> past_boards::board(moment when) {
  const auto late = std::chrono::steady_clock::now() + set_.at_most;
  const auto seat = co_await seats_.take(late);
  if (!seat) co_return std::unexpected(seat.error());
  auto found = co_await nearest(when.position);
  if (!found) co_return std::unexpected(found.error());
  const auto fold = std::move(*found);
  const auto reached = co_await fold_on(store_, bench_, fold, when.position, late);
  if (!reached) co_return std::unexpected(reached.error());
  const auto out = std::make_shared<drawn>();
  auto done = co_await bench_.run([fold, out, when, whole = *reached] {
    if (whole) out->text = json::serialize(board_of(fold->state, when.position, when.at));
    out->bytes = fold->state.bytes();
  });
  if (!done) co_return std::unexpected(done.error());
  cache_.put(fold, out->bytes);
  if (!*reached)
    co_return fail(
        errc::unavailable,
        "there is much to read up to then, and the snapshots that shorten it are still being made: "
        "ask again in a moment",
        "at");
  co_return std::move(out->text);
}

asio::awaitable<result<std::shared_ptr<past_fold>>> past_boards::nearest(std::int64_t position) {
  auto recent = cache_.take(position);
  const auto from = recent ? recent->position : 0;
  if (position - from <= past_stretch) {
    if (!recent) recent = std::make_shared<past_fold>();
    co_return recent;
  }
  // Only one that saves more than it costs.
  auto stored = co_await snapshot_between(recent ? from + past_stretch : 0, position);
  if (!stored) co_return std::unexpected(stored.error());
  if (!*stored && !recent) recent = std::make_shared<past_fold>();
  if (!*stored) co_return recent;
  if (recent) cache_.put(recent, recent->state.bytes());
  co_return *stored;
}

asio::awaitable<result<std::shared_ptr<past_fold>>> past_boards::snapshot_between(std::int64_t after,
                                                                                  std::int64_t until) {
  auto found = co_await store_.snapshot(std::string(fold_code()), after, until);
  if (!found) co_return std::unexpected(found.error());
  if (!*found) co_return nullptr;
  const auto position = (*found)->position;
  auto fold = co_await unpack(bench_, std::move(**found));
  if (fold || fold.error().code != errc::corrupt) co_return fold;
  spdlog::warn("past: the snapshot at position {} does not read back; the log is read instead", position);
  co_return nullptr;
}

}  // namespace eeveon
