#include "adapters/postgres/log_tail.hpp"

#include <limits>
#include <utility>

namespace eeveon::pg {

void log_tail::keep(std::vector<recorded_event> events) {
  if (kept_.empty()) kept_.resize(places);
  for (auto& event : events) {
    auto& place = kept_[static_cast<std::size_t>(event.position) % places];
    if (place.position < event.position && event.data.size() <= largest) place = std::move(event);
  }
}

std::vector<recorded_event> log_tail::following(std::int64_t after, int limit) const {
  std::vector<recorded_event> found;
  if (kept_.empty() || after == std::numeric_limits<std::int64_t>::max()) return found;
  for (auto position = after + 1; limit > 0; ++position, --limit) {
    const auto& place = kept_[static_cast<std::size_t>(position) % places];
    if (place.position != position) break;
    found.push_back(place);
  }
  return found;
}

}  // namespace eeveon::pg
