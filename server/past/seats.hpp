// Room for so many at once; a few more wait for it in the order in which they came.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <list>
#include <utility>

#include "core/base/failure.hpp"

namespace eeveon {

namespace asio = boost::asio;

// To be used on one io thread only.
class seats {
 public:
  // Given back when it goes out of scope.
  class seat {
   public:
    explicit seat(seats& of) : of_(&of) {}
    seat(seat&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    seat& operator=(seat&&) = delete;
    ~seat() {
      if (of_) of_->leave();
    }

   private:
    seats* of_;
  };

  seats(int at_once, std::size_t waiting) : free_(at_once), most_waiting_(waiting) {}

  // errc::unavailable: too many wait already, or it took until `late`.
  asio::awaitable<result<seat>> take(std::chrono::steady_clock::time_point late);

 private:
  struct waiter {
    asio::steady_timer turn;
    bool has_seat = false;
  };
  void leave();

  int free_;
  std::size_t most_waiting_;
  std::list<waiter*> queue_;
};

}  // namespace eeveon
