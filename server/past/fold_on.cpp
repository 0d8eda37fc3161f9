#include "server/past/fold_on.hpp"

#include "core/projections/earlier_rows.hpp"

namespace eeveon {
namespace {

// Of what a fold forgets nothing is shown; beyond so many it takes room for nothing.
constexpr std::size_t most_rows = 1000;

// Shared with the workbench, which may be at it when nobody waits any more.
struct stretch {
  std::shared_ptr<past_fold> fold;
  std::vector<recorded_event> events, earlier;
  std::vector<std::string> wanted;
  std::int64_t until = 0;

  void find_wanted() { wanted = streams_wanted(fold->state, events); }
  void apply() {
    auto& state = fold->state;
    if (!earlier.empty()) recall(state, earlier);
    for (const auto& event : events) state.apply(event);
    state.forget_changed();
    state.trim(most_rows);
    fold->position = until;
  }
};

asio::awaitable<result<>> fold_stretch(past_store& store, workbench& bench, std::shared_ptr<stretch> next) {
  auto done = co_await bench.run([next] {
    next->find_wanted();
    if (next->wanted.empty()) next->apply();
  });
  if (!done || next->wanted.empty()) co_return done;
  auto earlier = co_await store.read_streams(next->wanted, next->fold->position, views::types());
  if (!earlier) co_return std::unexpected(earlier.error());
  next->earlier = std::move(*earlier);
  co_return co_await bench.run([next] { next->apply(); });
}

}  // namespace

asio::awaitable<result<bool>> fold_on(past_store& store, workbench& bench, std::shared_ptr<past_fold> fold,
                                      std::int64_t until, std::chrono::steady_clock::time_point late) {
  while (fold->position < until) {
    const auto next = std::make_shared<stretch>();
    next->fold = fold;
    next->until = std::min(until, fold->position + past_stretch);
    auto events = co_await store.read(fold->position, next->until, views::types());
    if (!events) co_return std::unexpected(events.error());
    next->events = std::move(*events);
    if (auto done = co_await fold_stretch(store, bench, next); !done) co_return std::unexpected(done.error());
    // However little time there is, every ask gets further than the one before.
    if (fold->position < until && std::chrono::steady_clock::now() >= late) co_return false;
  }
  co_return true;
}

asio::awaitable<result<std::shared_ptr<past_fold>>> unpack(workbench& bench, fold_snapshot from) {
  const auto fold = std::make_shared<past_fold>();
  const auto read = std::make_shared<result<>>();
  fold->position = from.position;
  auto done = co_await bench.run([fold, read, text = std::move(from.text)] {
    auto state = views::read(text);
    if (state)
      fold->state = std::move(*state);
    else
      *read = std::unexpected(std::move(state.error()));
  });
  if (done) done = std::move(*read);
  if (!done) co_return std::unexpected(done.error());
  co_return fold;
}

}  // namespace eeveon
