#include "cli/demo/node.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "cli/exit_code.hpp"

namespace eeveon::cli::demo {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

constexpr std::size_t head_limit = 8192;  // bytes
constexpr std::chrono::seconds patience{10};

std::string answer_to(std::string_view head, const std::string& root) {
  const auto method_end = std::min(head.find(' '), head.size());
  const auto method = head.substr(0, method_end);
  const auto rest = head.substr(std::min(method_end + 1, head.size()));
  const auto target = rest.substr(0, rest.find_first_of(" \r\n"));
  auto file = method == "GET" || method == "HEAD" ? read_live_file(root, target)
                                                  : file_answer{405, "text/plain", "only GET\n"};
  auto out = fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: "
      "close\r\n\r\n",
      file.status,
      file.status == 200   ? "OK"
      : file.status == 404 ? "Not Found"
                           : "Method Not Allowed",
      file.type, file.body.size());
  if (method != "HEAD") out += file.body;
  return out;
}

// One request, one answer; whoever breaks off is let go.
asio::awaitable<void> converse(tcp::socket& peer, const std::string& root) {
  boost::system::error_code error;
  std::string head;
  co_await asio::async_read_until(peer, asio::dynamic_buffer(head, head_limit), "\r\n\r\n",
                                  asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return;
  const auto answer = answer_to(head, root);
  co_await asio::async_write(peer, asio::buffer(answer), asio::redirect_error(asio::use_awaitable, error));
}

asio::awaitable<void> serve_one(tcp::socket peer, std::string root) {
  boost::system::error_code error;
  asio::steady_timer limit(co_await asio::this_coro::executor, patience);
  co_await (converse(peer, root) || limit.async_wait(asio::redirect_error(asio::use_awaitable, error)));
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, std::string root) {
  for (;;) {
    boost::system::error_code error;
    auto peer = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    if (!error) asio::co_spawn(acceptor.get_executor(), serve_one(std::move(peer), root), asio::detached);
  }
}

}  // namespace

int serve_node(const std::string& address, int port, const std::string& root) {
  asio::io_context io{1};
  boost::system::error_code error;
  const tcp::endpoint here(asio::ip::make_address(address, error), static_cast<unsigned short>(port));
  tcp::acceptor acceptor(io);
  if (!error) acceptor.open(here.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(here, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return report(
        {errc::invalid, fmt::format("{}:{} cannot be listened on: {}", address, port, error.message()), ""});
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](boost::system::error_code, int) { io.stop(); });  // nothing here is worth finishing
  asio::co_spawn(io, accept_all(acceptor, root), asio::detached);
  io.run();
  return done;
}

}  // namespace eeveon::cli::demo
