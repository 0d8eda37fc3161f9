// Accepts connections under caps, watches their deadlines, and stops without cutting off requests in flight.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>

#include "core/base/failure.hpp"
#include "server/http/service.hpp"

namespace eeveon::http {

class listener : public std::enable_shared_from_this<listener> {
 public:
  // `authority` must live as long as the io_context runs.
  listener(asio::io_context& io, settings set, router routes, authenticator& authority);

  // Binds and listens; the port. Fails with a sentence that names the address.
  result<std::uint16_t> open();
  // Serves from now on.
  void start();
  // Stops accepting, lets requests in flight end within the grace period, and closes the rest.
  asio::awaitable<void> stop();

  std::size_t connections() const { return shared_->open.size(); }

 private:
  static asio::awaitable<void> accept_all(std::shared_ptr<listener> self);
  static asio::awaitable<void> watch_deadlines(std::shared_ptr<listener> self);
  asio::awaitable<void> wait_for_all(
      std::chrono::steady_clock::time_point end);  // until no connection is open
  asio::awaitable<void> pause(milliseconds time);
  void serve(asio::ip::tcp::socket socket);
  bool has_room_for(const asio::ip::tcp::socket& socket) const;

  asio::ip::tcp::acceptor acceptor_;
  std::shared_ptr<service> shared_;
};

}  // namespace eeveon::http
