// One connection to Redis: hiredis as the codec over an Asio socket, a deadline on every exchange.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "adapters/redis/address.hpp"
#include "core/base/failure.hpp"

struct redisReader;

namespace eeveon::redis {

namespace asio = boost::asio;

struct reply {
  enum class kind { nil, text, number, list, error } type = kind::nil;
  std::string text;  // of text and error
  std::int64_t number = 0;
  std::vector<reply> items;
};

using command = std::vector<std::string>;

// Used by one coroutine at a time. After a failure it is closed; the next call connects again.
class connection {
 public:
  connection(asio::any_io_executor io, address where);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  // Sends all commands in one write and reads one reply each. Error replies are replies. Failure:
  // unavailable, timed_out or cancelled; whether the commands were executed is then unknown.
  asio::awaitable<result<std::vector<reply>>> call(std::vector<command> commands,
                                                   std::chrono::milliseconds limit);
  // The next message of a subscription; timed_out leaves the connection open.
  asio::awaitable<result<reply>> next(std::chrono::milliseconds limit);
  asio::awaitable<result<>> send(std::vector<command> commands, std::chrono::milliseconds limit);
  void close();

 private:
  class deadline;
  asio::awaitable<result<>> open(std::chrono::milliseconds limit);
  asio::awaitable<result<>> connect();
  failure explain(const boost::system::error_code& error, const deadline& limit);

  address where_;
  asio::generic::stream_protocol::socket socket_;
  asio::steady_timer timer_;
  struct free_reader {
    void operator()(redisReader* reader) const;
  };
  std::unique_ptr<redisReader, free_reader> reader_;
  bool open_ = false;
  std::vector<char> buffer_;
};

}  // namespace eeveon::redis
