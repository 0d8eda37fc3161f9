#include "adapters/postgres/log_looks.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace eeveon::pg {

asio::awaitable<bool> log_looks::turn() {
  boost::system::error_code woken;
  if (looking_) {
    co_await over_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    co_return false;
  }
  const auto turn = pace_.turn();
  if (clock::now() >= turn) co_return true;
  asio::steady_timer pause(co_await asio::this_coro::executor, turn);
  co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  co_return false;
}

std::uint64_t log_looks::begin() {
  looking_ = true;
  began_ = clock::now();
  return ++begun_;
}

void log_looks::end(std::uint64_t look, std::optional<std::int64_t> end_of_log) {
  looking_ = false;
  if (end_of_log) {
    pace_.taken(began_);  // who is still behind goes on without a pause
    last_to_the_end_ = look;
    end_ = *end_of_log;
  }
  over_.expires_at(clock::time_point::max());  // wakes who waits for it
}

}  // namespace eeveon::pg
