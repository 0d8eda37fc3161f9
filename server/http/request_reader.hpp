// Takes requests from a socket: head and body, under deadlines and caps, without ever guessing.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "server/http/gate.hpp"
#include "server/http/service.hpp"

namespace eeveon::http {

// When the present wait ends. One tick for all connections looks at it, which is cheaper than a timer each.
struct deadline {
  using clock = std::chrono::steady_clock;
  clock::time_point at = clock::time_point::max();
  bool passed = false;

  void in(milliseconds time) { set(clock::now() + time); }
  void never() { set(clock::time_point::max()); }
  void set(clock::time_point when) { at = when, passed = false; }
};

// Bytes of bodies held by one request, counted in the service.
class body_share {
 public:
  explicit body_share(service& shared) : shared_(shared) {}
  ~body_share() { shared_.body_bytes -= held_; }
  body_share(const body_share&) = delete;
  body_share& operator=(const body_share&) = delete;
  bool grow_to(std::size_t bytes);

 private:
  service& shared_;
  std::size_t held_ = 0;
};

// Every function answers with a refusal, whose status is 0 when nobody is left to answer.
class request_reader {
 public:
  request_reader(asio::ip::tcp::socket& socket, deadline& until, service& shared);

  asio::awaitable<std::expected<request_head, refusal>> head();
  asio::awaitable<std::expected<std::string, refusal>> body(framing how, std::size_t cap, body_share& share);

  // Reads and drops what still comes, until the client closes or it becomes too much.
  asio::awaitable<void> drain();

  // Gives back the memory for what arrives: nothing more is read here.
  void forget() { buffer_.reset(); }

  bool is_idle() const { return idle_; }            // waiting for a request's first byte
  bool has_more() const { return begin_ != end_; }  // bytes have arrived that nobody took

 private:
  asio::awaitable<std::expected<std::string, refusal>> body_of_length(std::size_t length, body_share& share);
  asio::awaitable<std::expected<std::string, refusal>> body_in_chunks(std::size_t cap, body_share& share);
  asio::awaitable<bool> receive();

  std::string_view arrived() const { return {buffer_.get() + begin_, end_ - begin_}; }
  void expect_body(deadline::clock::time_point since, std::size_t received);
  refusal why_nothing_came() const;

  asio::ip::tcp::socket& socket_;
  deadline& until_;
  service& shared_;
  std::unique_ptr<char[]> buffer_;  // what has arrived and is not yet taken: [begin_, end_)
  std::size_t begin_ = 0, end_ = 0;
  bool idle_ = false;
  bool first_ = true;  // no request has been read yet
};

// The time for `bytes` beyond a fixed budget: one second for each 64 KiB.
milliseconds budget_for(milliseconds base, std::size_t bytes);

}  // namespace eeveon::http
