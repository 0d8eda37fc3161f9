// The dashboard as it stood at any past moment: the same fold over the same log, gone on with from the
// nearest snapshot or from where somebody looked a moment ago.
#pragma once

#include "server/past/fold_cache.hpp"
#include "server/past/seats.hpp"

namespace eeveon {

class past_boards {
 public:
  struct limits {
    int at_once = 2;
    std::size_t waiting = 16;
    std::chrono::milliseconds at_most{5000};  // for one answer; nobody hears it who has gone away by then
    std::size_t cached_bytes = 64 << 20;
  };
  past_boards(past_store& store, workbench& bench) : past_boards(store, bench, limits{}) {}
  past_boards(past_store& store, workbench& bench, limits set)
      : store_(store), bench_(bench), set_(set), seats_(set.at_once, set.waiting), cache_(set.cached_bytes) {}

  asio::awaitable<result<log_span>> span() { return store_.span(); }
  // errc::not_found: the log does not reach that far.
  asio::awaitable<result<moment>> moment_of(std::int64_t position);
  // The last event whose time, as people are shown it, is not after `time`: in whole milliseconds.
  asio::awaitable<result<moment>> last_until(timestamp time);
  // Everything up to `when`, as JSON. errc::unavailable: too many ask, or there is too much to fold at once;
  // asking again goes on from where this one came.
  asio::awaitable<result<std::string>> board(moment when);

 private:
  asio::awaitable<result<std::shared_ptr<past_fold>>> nearest(std::int64_t position);
  asio::awaitable<result<std::shared_ptr<past_fold>>> snapshot_between(std::int64_t after,
                                                                       std::int64_t until);

  past_store& store_;
  workbench& bench_;
  const limits set_;
  seats seats_;
  fold_cache cache_;
};

}  // namespace eeveon
