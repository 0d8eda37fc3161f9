#include "server/http/listener.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>

#include <fmt/format.h>
#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "server/http/peer.hpp"
#include "server/http/session.hpp"

namespace eeveon::http {
namespace {

using asio::ip::tcp;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

// Asio does not set it, and a child that keeps our port would keep the next server from starting.
void close_on_exec(int descriptor) { ::fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

// The end of a root coroutine: whatever escaped is a bug of ours and must be seen.
void report_escape(std::exception_ptr escaped) {
  if (!escaped) return;
  try {
    std::rethrow_exception(escaped);
  } catch (const std::exception& thrown) {
    spdlog::error("a connection ended by an exception: {}", thrown.what());
  }
}

}  // namespace

listener::listener(asio::io_context& io, settings set, router routes, authenticator& authority)
    : acceptor_(io),
      shared_(std::make_shared<service>(
          service{.set = std::move(set), .routes = std::move(routes), .authority = authority})) {
  shared_->together = std::make_shared<flusher>(io.get_executor(), shared_->set.gather);
  for (auto& proxy : shared_->set.trusted_proxies) proxy = unmapped(proxy);
}

result<std::uint16_t> listener::open() {
  const auto& set = shared_->set;
  boost::system::error_code failed;
  const auto address = asio::ip::make_address(set.address, failed);
  if (failed)
    return fail(errc::invalid, fmt::format("\"{}\" is not an IP address to listen on.", set.address),
                "listen");
  const tcp::endpoint endpoint(address, set.port);
  acceptor_.open(endpoint.protocol(), failed);
  if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
  if (!failed) acceptor_.bind(endpoint, failed);
  if (!failed) acceptor_.listen(tcp::acceptor::max_listen_connections, failed);
  if (failed)
    return fail(errc::unavailable,
                fmt::format("Cannot listen on {} port {}: {}.", set.address, set.port, failed.message()),
                "listen");
  close_on_exec(acceptor_.native_handle());
  return acceptor_.local_endpoint(failed).port();
}

void listener::start() {
  asio::co_spawn(acceptor_.get_executor(), accept_all(shared_from_this()), report_escape);
  asio::co_spawn(acceptor_.get_executor(), watch_deadlines(shared_from_this()), report_escape);
}

asio::awaitable<void> listener::stop() {
  const auto self = shared_from_this();
  const auto end = deadline::clock::now() + shared_->set.allowed.grace;
  boost::system::error_code ignored;
  shared_->stopping = true;
  acceptor_.close(ignored);
  for (auto* one : shared_->open) one->wind_down();
  co_await wait_for_all(end);
  if (!shared_->open.empty()) spdlog::warn("{} connections are cut off", shared_->open.size());
  for (auto* one : shared_->open) one->abort();
  co_await wait_for_all(deadline::clock::now() +
                        milliseconds(1000));  // what they hold is let go before the owner goes
}

asio::awaitable<void> listener::wait_for_all(deadline::clock::time_point end) {
  while (!shared_->open.empty() && deadline::clock::now() < end) co_await pause(milliseconds(20));
}

asio::awaitable<void> listener::accept_all(std::shared_ptr<listener> self) {
  while (self->acceptor_.is_open()) {
    auto [failed, socket] = co_await self->acceptor_.async_accept(as_tuple);
    if (!failed) {
      self->serve(std::move(socket));
    } else if (self->acceptor_.is_open()) {
      // Out of descriptors, most likely: those who are served must be able to finish.
      spdlog::warn("cannot accept a connection: {}", failed.message());
      co_await self->pause(milliseconds(100));
    }
  }
}

asio::awaitable<void> listener::watch_deadlines(std::shared_ptr<listener> self) {
  while (self->acceptor_.is_open() || !self->shared_->open.empty()) {
    co_await self->pause(self->shared_->set.allowed.tick);
    const auto now = deadline::clock::now();
    for (auto* one : self->shared_->open) one->check_deadline(now);
  }
}

asio::awaitable<void> listener::pause(milliseconds time) {
  asio::steady_timer timer(acceptor_.get_executor(), time);
  co_await timer.async_wait(as_tuple);
}

void listener::serve(tcp::socket socket) {
  boost::system::error_code ignored;
  close_on_exec(socket.native_handle());
  if (!has_room_for(socket)) return;  // closed by its destructor
  socket.set_option(tcp::no_delay(true), ignored);
  asio::co_spawn(acceptor_.get_executor(),
                 session::run(std::make_shared<session>(std::move(socket), shared_)), report_escape);
}

bool listener::has_room_for(const tcp::socket& socket) const {
  const auto& allowed = shared_->set.allowed;
  if (std::ssize(shared_->open) - shared_->sockets >= allowed.connections) return false;
  boost::system::error_code failed;
  const auto peer = unmapped(socket.remote_endpoint(failed).address());
  if (failed) return false;
  if (std::ranges::find(shared_->set.trusted_proxies, peer.to_string()) != shared_->set.trusted_proxies.end())
    return true;  // a proxy brings everybody's connections
  const auto known = shared_->connections.find(peer);
  return known == shared_->connections.end() || known->second < allowed.connections_per_peer;
}

}  // namespace eeveon::http
