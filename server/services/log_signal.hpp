// Tells coroutines of this process that the log has grown: by the appender directly, by other processes
// through the doorbell. Only a hint; whoever waits also looks again after a second.
#pragma once

#include <algorithm>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>

namespace eeveon {

namespace asio = boost::asio;

// To be used on one io thread only.
class log_signal {
 public:
  explicit log_signal(asio::any_io_executor executor) : timer_(executor) {
    timer_.expires_at(std::chrono::steady_clock::time_point::max());
  }

  void grown_to(std::int64_t position) {
    if (position <= newest_) return;
    newest_ = position;
    timer_.expires_at(std::chrono::steady_clock::time_point::max());  // wakes everybody who waits
  }
  std::int64_t newest() const { return newest_; }

  // Returns when the log is known to be beyond `position`, at the latest after `at_most`.
  asio::awaitable<void> beyond(std::int64_t position, std::chrono::milliseconds at_most);

 private:
  asio::steady_timer timer_;
  std::int64_t newest_ = 0;
};

}  // namespace eeveon
