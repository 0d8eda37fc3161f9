#include "adapters/net/resolve.hpp"

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <memory>
#include <optional>

namespace eeveon {
namespace {

using asio::ip::tcp;

struct lookup {
  explicit lookup(const asio::any_io_executor& executor) : resolver(executor), done(executor) {}
  tcp::resolver resolver;
  asio::steady_timer done;  // cancelled by the answer
  boost::system::error_code failed = asio::error::timed_out;
  tcp::resolver::results_type found;
};

}  // namespace

asio::awaitable<result<tcp::resolver::results_type>> resolve(std::string host, std::string port,
                                                             std::chrono::milliseconds timeout) {
  const auto ask = std::make_shared<lookup>(co_await asio::this_coro::executor);
  ask->done.expires_after(timeout);
  ask->resolver.async_resolve(host, port,
                              [ask](boost::system::error_code failed, tcp::resolver::results_type found) {
                                ask->failed = failed;
                                ask->found = std::move(found);
                                ask->done.cancel();
                              });
  co_await ask->done.async_wait(asio::as_tuple(asio::use_awaitable));
  if (ask->failed == asio::error::timed_out)
    co_return fail(errc::timed_out, fmt::format("Looking up {} took too long.", host), host);
  if (ask->failed)
    co_return fail(errc::unavailable, fmt::format("{} cannot be looked up: {}.", host, ask->failed.message()),
                   host);
  co_return ask->found;
}

}  // namespace eeveon
