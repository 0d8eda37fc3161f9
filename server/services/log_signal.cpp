#include "server/services/log_signal.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <charconv>

namespace eeveon {

void log_signal::hear(std::string_view position) {
  std::int64_t told = 0;
  const auto* const end = position.data() + position.size();
  const auto read = std::from_chars(position.data(), end, told);
  if (read.ec != std::errc{} || read.ptr != end || told <= newest_) return;  // our own comes back, too
  ++heard_;
  wake();
}

asio::awaitable<void> log_signal::beyond(std::int64_t position, std::uint64_t heard,
                                         std::chrono::milliseconds at_most) {
  if (newest_ > position || heard_ != heard) co_return;
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer limit(co_await asio::this_coro::executor, at_most);
  boost::system::error_code grown, late;
  co_await (timer_.async_wait(asio::redirect_error(asio::use_awaitable, grown)) ||
            limit.async_wait(asio::redirect_error(asio::use_awaitable, late)));
}

}  // namespace eeveon
