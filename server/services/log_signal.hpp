// Tells coroutines of this process that the log has grown: by the appender directly, by other processes
// through the doorbell. Only a hint; whoever waits also looks again after a second.
//
// Whoever follows the log notes heard() before looking and hands it to beyond() afterwards:
//   const auto heard = grown.heard();
//   … read on from `position` …
//   co_await grown.beyond(position, heard, std::chrono::seconds(1));
#pragma once

#include <algorithm>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace eeveon {

namespace asio = boost::asio;

// To be used on one io thread only.
class log_signal {
 public:
  explicit log_signal(asio::any_io_executor executor) : timer_(executor) {
    timer_.expires_at(std::chrono::steady_clock::time_point::max());
  }

  // This process has committed, or read, the log up to `position`.
  void grown_to(std::int64_t position) {
    if (position <= newest_) return;
    newest_ = position;
    wake();
  }
  std::int64_t newest() const { return newest_; }

  // Somebody announces that the log has grown to `position` (decimal). Whoever reaches Redis may say so:
  // everybody looks once, and nobody relies on the number.
  void hear(std::string_view position);
  std::uint64_t heard() const { return heard_; }  // how often there was news

  // Returns when the log is known to be beyond `position` or when there was news after `heard`, at the latest
  // after `at_most`.
  asio::awaitable<void> beyond(std::int64_t position, std::uint64_t heard, std::chrono::milliseconds at_most);

 private:
  void wake() { timer_.expires_at(std::chrono::steady_clock::time_point::max()); }

  asio::steady_timer timer_;
  std::int64_t newest_ = 0;
  std::uint64_t heard_ = 0;
};

}  // namespace eeveon
