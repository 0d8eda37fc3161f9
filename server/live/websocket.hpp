// One accepted WebSocket: whole text messages in and out, with a bounded queue towards a slow reader.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/failure.hpp"
#include "core/base/http.hpp"

namespace eeveon {

namespace asio = boost::asio;

struct websocket_limits {
  std::size_t queued_messages = 256;
  std::size_t queued_bytes = 1 << 20;
  std::size_t message = 256 * 1024;        // bytes, incoming
  std::chrono::milliseconds ping{20'000};  // a silent peer is pinged after this, and dropped after twice this
  std::chrono::milliseconds stalled{
      10'000};  // a message that cannot be written for so long ends the connection
};

// Shared text: one broadcast is one string, however many sockets carry it.
using socket_message = std::shared_ptr<const std::string>;

class websocket : public std::enable_shared_from_this<websocket> {
 public:
  websocket(asio::ip::tcp::socket socket, websocket_limits limits);
  ~websocket();

  // Answers the upgrade request that was read from this socket.
  asio::awaitable<result<>> accept(http_request request);

  // Reads until the peer or we close; `on_message` gets every text message. When this returns nothing is sent
  // any more and the connection is gone.
  asio::awaitable<void> run(std::function<void(std::string_view)> on_message);

  // Queues a message. A reader too slow for the queue loses all of it; in its place comes one message made by
  // `behind` at the moment when it can be written, so that what `send` brings after it follows it without a
  // gap.
  void send(socket_message message);
  void on_behind(std::function<socket_message()> behind);

  // Sends what is queued, then a close frame. A peer that does not read it is dropped as a stalled one.
  void close(std::uint16_t code, std::string reason);
  // Ends the connection without a word.
  void drop();
  bool is_open() const;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace eeveon
