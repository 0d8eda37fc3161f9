// Outgoing HTTP for health checks and the command line: plain, bounded, no redirects.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon {

namespace asio = boost::asio;

struct http_ask {
  std::string method = "GET";
  std::string url;  // http:// or https://
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::chrono::milliseconds timeout{5000};  // for the whole exchange
  std::int64_t answer_cap = 1 << 20;        // bytes
};

struct http_answer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

class http_client {
 public:
  virtual ~http_client() = default;
  virtual asio::awaitable<result<http_answer>> send(http_ask ask) = 0;
  // Connects and closes: is a TCP port open?
  virtual asio::awaitable<result<>> connect(std::string host, int port,
                                            std::chrono::milliseconds timeout) = 0;
};

}  // namespace eeveon
