// Jittered, doubling waits between attempts at something that is away.
#pragma once

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "core/base/digest.hpp"

namespace eeveon {

namespace asio = boost::asio;

class patience {
 public:
  explicit patience(std::chrono::milliseconds first = std::chrono::milliseconds(50),
                    std::chrono::milliseconds most = std::chrono::milliseconds(2000))
      : first_(first), most_(most), next_(first) {}
  void reset() { next_ = first_; }
  std::chrono::milliseconds next();  // how long to wait now, for those who wait in their own way
  asio::awaitable<void> wait();

 private:
  std::chrono::milliseconds first_, most_, next_;
};

inline std::chrono::milliseconds patience::next() {
  const auto spread = static_cast<unsigned char>(random_bytes(1)[0]);  // 50 % to 100 % of the time
  const auto time = next_ / 2 + next_ * spread / 510;
  next_ = std::min(next_ * 2, most_);
  return time;
}

inline asio::awaitable<void> patience::wait() {
  asio::steady_timer timer(co_await asio::this_coro::executor, next());
  co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace eeveon
