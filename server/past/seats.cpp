#include "server/past/seats.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace eeveon {

asio::awaitable<result<seats::seat>> seats::take(std::chrono::steady_clock::time_point late) {
  if (free_ > 0) {
    --free_;
    co_return seat(*this);
  }
  if (queue_.size() >= most_waiting_)
    co_return fail(errc::unavailable, "too many look at the past at once: ask again in a moment", "at");
  waiter mine{asio::steady_timer(co_await asio::this_coro::executor, late)};
  queue_.push_back(&mine);
  // Also when this coroutine is destroyed while it waits.
  const struct leaving {
    seats& of;
    waiter& who;
    ~leaving() { of.queue_.remove(&who); }
  } at_the_end{*this, mine};
  boost::system::error_code woken;
  co_await mine.turn.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  if (mine.has_seat) co_return seat(*this);
  co_return fail(errc::unavailable, "too many look at the past at once: ask again in a moment", "at");
}

void seats::leave() {
  if (queue_.empty()) {
    ++free_;
    return;
  }
  auto* const next = queue_.front();
  queue_.pop_front();
  next->has_seat = true;
  next->turn.cancel();
}

}  // namespace eeveon
