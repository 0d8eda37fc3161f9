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
#include "server/live/flusher.hpp"
#include "server/live/message.hpp"

namespace eeveon {

namespace asio = boost::asio;

struct websocket_limits {
  std::size_t queued_messages = 256;
  std::size_t queued_bytes = 1 << 20;
  std::size_t message = 256 * 1024;        // bytes, incoming
  std::chrono::milliseconds ping{20'000};  // a silent peer is pinged after this, and dropped after twice this
  // Nothing of a message could be written for so long: the connection ends. One second more for each 64 KiB.
  std::chrono::milliseconds stalled{10'000};
};

class websocket {
 public:
  // `together` flushes what this and other sockets have queued; it lives as long as they do.
  websocket(asio::ip::tcp::socket socket, websocket_limits limits, std::shared_ptr<flusher> together);
  ~websocket();

  // Answers the upgrade request that was read from this socket with its Sec-WebSocket-Accept and its
  // X-Request-Id.
  asio::awaitable<result<>> accept(std::string agreed, std::string request_id);

  // Reads until the peer or we close; `on_message` gets every text message; a binary one ends the
  // connection with 1003. When this returns nothing is sent
  // any more and the connection is gone.
  asio::awaitable<void> run(std::function<void(std::string_view)> on_message);

  // Queues a message. A reader too slow for the queue loses all of it; in its place comes one message made by
  // `behind`, told how many were lost, at the moment when it can be written, so that what `send` brings after
  // it follows it without a gap.
  void send(socket_message message);
  void on_behind(std::function<socket_message(std::size_t lost)> behind);

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
