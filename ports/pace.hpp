// How often something may be done that is cheap for one and dear for thousands: a few times at once after a
// pause, then at most every so often.
#pragma once

#include <algorithm>
#include <chrono>

namespace eeveon {

class pace {
 public:
  using clock = std::chrono::steady_clock;
  // `at_once`: at least 1.
  constexpr pace(clock::duration apart, int at_once) : apart_(apart), at_once_(at_once) {}

  // From when on the next one may be.
  clock::time_point turn() const { return next_ - (at_once_ - 1) * apart_; }
  void taken(clock::time_point now) { next_ = std::max(next_, now) + apart_; }

 private:
  clock::duration apart_;
  int at_once_;
  clock::time_point next_{};  // when all that were taken will have been `apart`
};

}  // namespace eeveon
