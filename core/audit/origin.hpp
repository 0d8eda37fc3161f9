// From where an ask came, in words: a webhook, the page, an API token, polling or one of our own processes.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/events/event.hpp"

namespace eeveon {

// Source and key of the delivery that brought the event; both empty when none did.
std::pair<std::string, std::string> delivery_of(const recorded_event& event);
// `headers`: what was kept of that delivery, a JSON object; empty when it is not known. `root`: the ask at
// the beginning of the event's causes, the event itself when there is none; `root_headers`: of its delivery.
std::string origin_in_words(const recorded_event& event, std::string_view headers, const recorded_event& root,
                            std::string_view root_headers);

}  // namespace eeveon
