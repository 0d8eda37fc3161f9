// The other side of HTTP for tests: a small server with fixed answers, and a WebSocket client.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eeveon::test {

// Answers every request on a free port of 127.0.0.1 by a function of its target, on a thread of its own.
class http_peer {
 public:
  struct answer {
    int status = 200;
    std::string body;
    bool silent = false;  // reads the request and never answers
  };
  explicit http_peer(std::function<answer(std::string_view target)> answers);
  ~http_peer();
  std::uint16_t port() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// A blocking WebSocket client.
class websocket_peer {
 public:
  // Headers as "Name: value" pairs; `status` keeps a refusal's HTTP status and the peer is then closed.
  websocket_peer(std::uint16_t port, const std::string& target,
                 const std::vector<std::pair<std::string, std::string>>& headers = {},
                 int receive_buffer = 0);
  ~websocket_peer();

  int status() const;  // 101 when accepted
  void send(std::string_view message, bool binary = false);
  std::optional<std::string> read();  // nothing when the connection has ended
  int close_code() const;             // after read() gave nothing; 0 when no close frame came
  void close();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace eeveon::test
