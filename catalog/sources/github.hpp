// GitHub webhooks as facts. Pure: headers and body in, one event out; the signature has been checked before.
#pragma once

#include <string>
#include <string_view>

#include "core/base/failure.hpp"
#include "core/events/event.hpp"

namespace eeveon {

struct told_fact {
  std::string stream;
  new_event event;
};

// `kind`: X-GitHub-Event. `content_type`: JSON, or a form with the field `payload`. errc::invalid names what
// is wrong with the body, never echoing it; kinds that are not acted on become hook_event_ignored. Fields:
// https://docs.github.com/webhooks/webhook-events-and-payloads
// `hook`: the name of the hook it came by; empty for the one without a name.
result<told_fact> read_github(std::string_view kind, std::string_view content_type, std::string_view body,
                              std::string_view hook = {});

}  // namespace eeveon
