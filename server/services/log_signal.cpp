#include "server/services/log_signal.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

namespace eeveon {

asio::awaitable<void> log_signal::beyond(std::int64_t position, std::chrono::milliseconds at_most) {
  if (newest_ > position) co_return;
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer limit(co_await asio::this_coro::executor, at_most);
  boost::system::error_code grown, late;
  co_await (timer_.async_wait(asio::redirect_error(asio::use_awaitable, grown)) ||
            limit.async_wait(asio::redirect_error(asio::use_awaitable, late)));
}

}  // namespace eeveon
