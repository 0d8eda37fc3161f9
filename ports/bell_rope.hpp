// Rings the doorbell after commits: what gathers while Redis answers is told together, and how far the log
// has grown only every few milliseconds, so that a busy log costs few flights and a quiet one no delay.
#pragma once

#include <algorithm>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdint>
#include <exception>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "ports/doorbell.hpp"
#include "ports/pace.hpp"

namespace eeveon {

class bell_rope {
 public:
  bell_rope(doorbell& bell, asio::any_io_executor io) : bell_(bell), io_(std::move(io)), pause_(io_) {}

  // The log has grown to `position`, and `runs` may be taken now. Io thread only.
  void pull(std::int64_t position, std::vector<std::string> runs) {
    position_ = std::max(position_, position);
    runs_.insert(runs_.end(), std::make_move_iterator(runs.begin()), std::make_move_iterator(runs.end()));
    if (!std::exchange(ringing_, true))
      asio::co_spawn(io_, ring(), [this](std::exception_ptr torn) {
        if (torn) ringing_ = false;  // the next pull rings again
      });
    else if (!runs_.empty())
      pause_.cancel();
  }

 private:
  // Failures are not looked at: a hint that is lost costs a sweep or a poll.
  asio::awaitable<void> ring() {
    while (!runs_.empty() || told_ < position_) {
      if (!runs_.empty()) {
        auto runs = std::exchange(runs_, {});
        (void)co_await bell_.offer_runs(std::move(runs));
      }
      if (told_ < position_ && runs_.empty()) {
        if (const auto turn = pace_.turn(); pace::clock::now() < turn) {
          boost::system::error_code woken;
          pause_.expires_at(turn);
          co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
          continue;
        }
        pace_.taken(pace::clock::now());
        told_ = position_;
        (void)co_await bell_.announce(channel_position, std::to_string(told_));
      }
    }
    ringing_ = false;
  }

  doorbell& bell_;
  asio::any_io_executor io_;
  asio::steady_timer pause_;
  pace pace_{std::chrono::milliseconds(5), 5};  // as often as the others look
  std::int64_t position_ = 0, told_ = 0;
  std::vector<std::string> runs_;
  bool ringing_ = false;
};

}  // namespace eeveon
