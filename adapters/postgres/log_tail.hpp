// The newest events of the log, as this process has just written or read them: whoever follows the log finds
// them here instead of asking PostgreSQL for each once more.
#pragma once

#include <cstdint>
#include <vector>

#include "core/events/event.hpp"

namespace eeveon::pg {

// Only events whose COMMIT is confirmed may be kept. To be used on one thread.
class log_tail {
 public:
  // The oldest make room. Large ones are left to PostgreSQL.
  void keep(std::vector<recorded_event> events);

  // Up to `limit` events from the one after `after` on, as far as they follow each other here.
  std::vector<recorded_event> following(std::int64_t after, int limit) const;

 private:
  static constexpr std::size_t places = 2048;
  static constexpr std::size_t largest = 4096;  // bytes of data

  std::vector<recorded_event> kept_;  // each at its position modulo `places`; empty until something is kept
};

}  // namespace eeveon::pg
