// Waiting times between attempts to reach the database: doubled up to two seconds, with full jitter.
#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace eeveon::pg {

class backoff {
 public:
  std::chrono::milliseconds next() {
    limit_ = std::min(limit_ * 2, 2000);
    return std::chrono::milliseconds(std::uniform_int_distribution<int>(limit_ / 4, limit_)(source_));
  }
  void reset() { limit_ = 25; }

 private:
  int limit_ = 25;
  std::minstd_rand source_{std::random_device{}()};
};

}  // namespace eeveon::pg
