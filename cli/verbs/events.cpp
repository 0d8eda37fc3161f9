#include <fmt/format.h>

#include <boost/json.hpp>
#include <utility>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/follow.hpp"
#include "cli/known.hpp"
#include "cli/print.hpp"
#include "cli/reconnect.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

std::string line_of(const json::value& event, bool wide) {
  auto out = fmt::format("{:>8}  {}  {:<28} {:<44} {}", text_of(event, "position"),
                         short_time(text_of(event, "recorded_at")), text_of(event, "type"),
                         text_of(event, "stream"), text_of(event, "actor"));
  return wide ? out + "  " + text_of(event, "data") : out;
}

constexpr long page_size = 500, most_newest = 1000, most = 999'999'999;

// How many may be asked for depends on what else is said: only who stays may want none of what there is.
result<> check_limit(bool follow, bool newest, long limit) {
  const long from = follow ? 0 : 1, to = newest ? most_newest : most;
  if (limit >= from && limit <= to) return {};
  return fail(errc::invalid,
              fmt::format("must be a whole number from {} to {}{}", from, to,
                          limit < from ? "; 0 is for -f, which then prints only what comes"
                                       : " without --after; with --after 0 it counts from the beginning"),
              "--limit");
}

std::string path_of(const invocation& asked, long after, long limit, bool newest) {
  return with_query("/api/v1/events", {{"after", newest ? "" : std::to_string(after)},
                                       {"newest", newest ? "true" : ""},
                                       {"stream", asked.text("stream")},
                                       {"type", asked.text("type")},
                                       {"limit", std::to_string(limit)}});
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const bool follow = asked.has("follow");
  bool newest = !asked.has("after");
  long after = asked.number("after");
  long left = asked.number("limit");
  if (const auto fits = check_limit(follow, newest, left); !fits) return report(fits.error());
  reconnect line;
  bool looked_for = asked.text("stream").empty();
  while (follow || left > 0) {
    const auto size = newest ? left : follow ? page_size : std::min(left, page_size);
    const auto ask = [&] { return server.get(path_of(asked, after, std::max(1L, size), newest)); };
    const auto answer = follow ? line.insist<json::value>(ask) : ask();
    if (!answer) return report(answer.error());
    const auto& list = list_of(*answer, "events");
    if (list.empty() && !std::exchange(looked_for, true))
      if (const auto there = check_stream(server, asked.text("stream")); !there) {
        if (!follow) return report(there.error());
        remark(plain(there.error().detail) + "; waiting for its first event");
      }
    // Ctrl-C in the middle of a page: better some of it again than some of it never.
    const auto seen = !newest        ? after
                      : list.empty() ? number_of(*answer, "position")
                                     : number_of(list.front(), "position") - 1;
    if (follow) detach_on_interrupt(fmt::format("follow on with: eeveon events -f --after {}", seen));
    for (const auto& event : list) {
      if (newest && size == 0) break;  // only what comes
      print_item(asked.chosen().output, event, line_of(event, asked.chosen().output.wide),
                 text_of(event, "position"));
      after = number_of(event, "position");
    }
    // From here on behind what there was, even when none of it was shown.
    if (newest) after = std::max<long>(after, number_of(*answer, "position"));
    left -= static_cast<long>(list.size());
    if (!follow && (newest || list.empty())) return done;
    if (!std::exchange(newest, false) && list.empty()) pause_between_looks();
  }
  return done;
}

}  // namespace

verb events() {
  return {"events",
          audience::client,
          "the log of everything that has happened",
          {{"-f,--follow", "", "stay and print what comes"},
           {"--after", "N", "from behind this position (default: the newest ones)", "", parameter::count::one,
            false, any_position, "the position that an event's line begins with"},
           {"--stream", "STREAM", "only this stream, as env-shop/production"},
           {"--type", "TYPE", "only this type, as push_received"},
           {"--limit", "N", "at most so many; with -f: so many before those that come", "100"}},
          run};
}

}  // namespace eeveon::cli
