// How the views find what an event changes: one function per event type, which gets it decoded.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "core/events/codec.hpp"

namespace eeveon {

class views;

namespace projection {

using handler = void (*)(views&, const recorded_event&);
using table = std::unordered_map<std::string_view, handler>;

template <class Event, void (*Function)(views&, const recorded_event&, const Event&)>
void call(views& self, const recorded_event& event) {
  if (const auto decoded = decode<Event>(event)) Function(self, event, *decoded);
}

// What stands behind the prefix of the event's stream.
inline std::string key_of(const recorded_event& event, std::string_view prefix) {
  return event.stream.substr(prefix.size());
}

}  // namespace projection
}  // namespace eeveon
