#include <boost/json.hpp>

#include "cli/field.hpp"
#include "cli/listing.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  std::vector<std::pair<std::string_view, std::string>> again;
  if (asked.has("all")) again.emplace_back("all", "");
  return show_page(asked, {.verb = "audit",
                           .path = "/api/v1/audit",
                           .rows = "rows",
                           .query = {{"actor", "actor"},
                                     {"type", "type"},
                                     {"deployment", "deployment"},
                                     {"from", "from"},
                                     {"to", "to"},
                                     {"q", "search"}},
                           .besides = {{"detail", asked.has("all") ? "all" : ""}},
                           .again = std::move(again),
                           .titles = {"POSITION", "WHEN", "WHO", "WHAT", "WHY", "FROM", "TYPE", "STREAM",
                                      "DEPLOYMENT", "WHOLE COMMIT", "DELIVERY"},
                           .row = [](const json::value& row) -> std::vector<std::string> {
                             return {text_of(row, "position"),   short_time(text_of(row, "at")),
                                     text_of(row, "actor"),      text_of(row, "what"),
                                     text_of(row, "why"),        text_of(row, "from"),
                                     text_of(row, "type"),       text_of(row, "stream"),
                                     text_of(row, "deployment"), text_of(row, "commit"),
                                     text_of(row, "delivery")};
                           },
                           .narrow = 6});
}

}  // namespace

verb audit() {
  return {"audit",
          audience::client,
          "who did what, when, why and from where, newest first",
          {{"PROJECT", "", "only of this project", "", parameter::count::optional},
           {"ENVIRONMENT", "", "only of this environment", "", parameter::count::optional},
           {"--actor", "NAME", "only what this one did"},
           {"--type", "TYPE", "only this type of event, as deployment_requested; several with commas"},
           {"--deployment", "ID", "only of this deployment"},
           {"--from", "TIME", "from this moment on, as 2026-11-21T00:00:00Z, or how long ago, as 2h"},
           {"--to", "TIME", "before this moment, said in the same ways"},
           {"--search", "TEXT", "anywhere in an event"},
           {"--all", "", "steps, runs, queues and locks too"},
           {"--limit", "N", "at most so many", "50", parameter::count::one, false, {1, 500}},
           {"--after", "N", "older ones: from behind this position", "", parameter::count::one, false,
            any_position, "the one in the line \"older ones: eeveon audit … --after N\" below a page"}},
          run};
}

}  // namespace eeveon::cli
