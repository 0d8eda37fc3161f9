#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/follow.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

std::string line_of(const json::value& event) {
  return fmt::format("{:>8}  {}  {:<28} {:<44} {}", text_of(event, "position"),
                     short_time(text_of(event, "recorded_at")), text_of(event, "type"),
                     text_of(event, "stream"), text_of(event, "actor"));
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const bool follow = asked.has("follow");
  long after = asked.number("after");
  long left = asked.number("limit");
  for (;;) {
    if (follow) detach_on_interrupt(fmt::format("follow on with: eeveon events -f --after {}", after));
    const auto page = std::to_string(follow ? 500 : std::min(left, 500L));
    const auto answer = server.get(with_query("/api/v1/events", {{"after", std::to_string(after)},
                                                                 {"stream", asked.text("stream")},
                                                                 {"type", asked.text("type")},
                                                                 {"limit", page}}));
    if (!answer) return report(answer.error());
    const auto& list = list_of(*answer, "events");
    for (const auto& event : list) {
      print_item(asked.chosen().output, event, line_of(event));
      after = number_of(event, "position");
    }
    left -= static_cast<long>(list.size());
    if (!follow && (list.empty() || left <= 0)) return done;
    if (list.empty()) pause_between_looks();
  }
}

}  // namespace

verb events() {
  return {"events",
          audience::client,
          "the log of everything that has happened",
          {{"-f,--follow", "", "stay and print what comes"},
           {"--after", "N", "from behind this position", "0"},
           {"--stream", "STREAM", "only this stream, as env-shop/production"},
           {"--type", "TYPE", "only this type, as push_received"},
           {"--limit", "N", "at most so many (without -f)", "100"}},
          run};
}

}  // namespace eeveon::cli
