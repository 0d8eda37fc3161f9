#include "core/projections/earlier_rows.hpp"

#include "core/deployment/events.hpp"
#include "core/release/events.hpp"

namespace eeveon {

std::vector<std::string> streams_wanted(const views& state, std::span<const recorded_event> next) {
  std::set<std::string> wanted;
  std::set<std::string_view> begun;  // among `next`: there is nothing earlier of them
  for (const auto& event : next) {
    if (event.version == 1) begun.insert(event.stream);
    for (const auto& id : state.wants(event)) {
      auto stream = id.kind == "release" ? release_stream(id.key) : deployment_stream(id.key);
      if (!begun.contains(stream)) wanted.insert(std::move(stream));
    }
  }
  return {wanted.begin(), wanted.end()};
}

void recall(views& state, std::span<const recorded_event> events) {
  views alone;
  for (const auto& event : events) alone.apply(event);
  for (const auto& row : alone.take_changed()) state.load(row.id, row.body);
}

}  // namespace eeveon
