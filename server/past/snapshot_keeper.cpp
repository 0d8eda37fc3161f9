#include "server/past/snapshot_keeper.hpp"

#include <spdlog/spdlog.h>

#include "core/projections/fold_code.hpp"
#include "ports/patience.hpp"
#include "server/past/fold_on.hpp"

namespace eeveon {
namespace {

// A tenth of the log beside it at most: zstd leaves an eighth of the text, and an event takes some 400 bytes.
constexpr std::int64_t text_per_event = 300;

class keeper {
 public:
  keeper(past_store& store, workbench& bench, std::function<std::int64_t()> reach, duty& mine,
         snapshot_pace pace)
      : store_(store), bench_(bench), reach_(std::move(reach)), mine_(mine), pace_(pace) {}

  // Finds where to go on from.
  asio::awaitable<result<>> begin();
  // As many as there are events for. Between two of them nothing is kept in memory.
  asio::awaitable<result<>> catch_up();
  void give_up() { begun_ = false; }

 private:
  bool is_due() const { return mine_.held() && reach_() >= last_ + distance_; }
  asio::awaitable<result<>> load();
  asio::awaitable<result<>> make_next();
  asio::awaitable<result<std::string>> write();
  asio::awaitable<void> let_others(std::chrono::steady_clock::duration took);

  past_store& store_;
  workbench& bench_;
  const std::function<std::int64_t()> reach_;
  duty& mine_;
  const snapshot_pace pace_;
  const std::string code_{fold_code()};
  bool begun_ = false;
  std::int64_t last_ = 0, distance_ = 0, seen_ = 0;
  std::shared_ptr<past_fold> fold_;
};

asio::awaitable<result<>> keeper::begin() {
  if (begun_) co_return result<>{};
  auto end = co_await store_.unbroken(code_);
  if (!end) co_return std::unexpected(end.error());
  if (auto done = co_await store_.forget_after(code_, *end); !done) co_return done;
  last_ = *end;
  distance_ = pace_.least;
  begun_ = true;
  co_return result<>{};
}

asio::awaitable<result<>> keeper::catch_up() {
  if (!is_due()) co_return result<>{};
  auto done = co_await load();
  while (done && is_due()) done = co_await make_next();
  fold_.reset();
  if (done && !is_due() && mine_.held()) done = co_await store_.forget_others(code_);
  co_return done;
}

asio::awaitable<result<>> keeper::load() {
  fold_ = std::make_shared<past_fold>();
  if (last_ == 0) co_return result<>{};
  auto found = co_await store_.snapshot(code_, last_ - 1, last_);
  if (!found) co_return std::unexpected(found.error());
  if (!*found) co_return fail(errc::conflict, "a snapshot is gone: they are looked through again", "past");
  auto fold = co_await unpack(bench_, std::move(**found));
  if (fold) {
    fold_ = std::move(*fold);
    co_return result<>{};
  }
  // Thrown away, and made again from the one before.
  if (fold.error().code == errc::corrupt)
    if (auto done = co_await store_.forget_after(code_, last_ - 1); !done) co_return done;
  co_return std::unexpected(fold.error());
}

asio::awaitable<result<>> keeper::make_next() {
  const auto until = last_ + distance_;
  while (fold_->position < until) {
    const auto began = std::chrono::steady_clock::now();
    const auto next = std::min(until, fold_->position + past_stretch);
    auto folded = co_await fold_on(store_, bench_, fold_, next, began + std::chrono::minutes(1));
    if (!folded) co_return std::unexpected(folded.error());
    co_await let_others(std::chrono::steady_clock::now() - began);
    if (!mine_.held()) co_return result<>{};
  }
  auto text = co_await write();
  if (!text) co_return std::unexpected(text.error());
  const auto size = std::ssize(*text);
  if (auto done = co_await store_.keep(code_, {until, last_, std::move(*text)}); !done) co_return done;
  last_ = until;
  distance_ = std::clamp<std::int64_t>(size / text_per_event, pace_.least, pace_.most);
  co_return result<>{};
}

asio::awaitable<result<std::string>> keeper::write() {
  const auto text = std::make_shared<std::string>();
  auto done = co_await bench_.run([fold = fold_, text] {
    fold->state.trim(0);
    *text = fold->state.write();
  });
  if (!done) co_return std::unexpected(done.error());
  co_return std::move(*text);
}

asio::awaitable<void> keeper::let_others(std::chrono::steady_clock::duration took) {
  const auto now = reach_();
  const bool busy = std::exchange(seen_, now) != now;
  asio::steady_timer pause(co_await asio::this_coro::executor, busy ? took * pace_.busy : took);
  co_await pause.async_wait(asio::use_awaitable);
}

}  // namespace

asio::awaitable<void> keep_snapshots(past_store& store, workbench& bench, std::function<std::int64_t()> reach,
                                     duty& mine, snapshot_pace pace) {
  keeper works(store, bench, std::move(reach), mine, pace);
  patience patience;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    co_await mine.taken();
    auto done = co_await works.begin();
    if (done) done = co_await works.catch_up();
    if (!done) {
      spdlog::warn("past: {}: {}", to_string(done.error().code), done.error().detail);
      works.give_up();
      co_await patience.wait();
      continue;
    }
    patience.reset();
    timer.expires_after(pace.look_again);
    co_await timer.async_wait(asio::use_awaitable);
    if (!mine.held()) works.give_up();  // another may have gone on meanwhile
  }
}

}  // namespace eeveon
