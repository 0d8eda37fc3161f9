#include <boost/json.hpp>

#include "cli/field.hpp"
#include "cli/listing.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  return show_page(asked, {.verb = "history",
                           .path = "/api/v1/deployments",
                           .rows = "deployments",
                           .query = {{"status", "status"},
                                     {"trigger", "trigger"},
                                     {"actor", "actor"},
                                     {"q", "search"},
                                     {"from", "from"},
                                     {"to", "to"}},
                           .besides = {},
                           .again = {},
                           .titles = {"DEPLOYMENT", "PROJECT", "ENVIRONMENT", "STATUS", "COMMIT", "BY",
                                      "REQUESTED", "MESSAGE", "ACTOR", "REF", "AUTHOR", "STARTED", "FINISHED",
                                      "REASON", "NOTE", "RELEASE", "WHOLE COMMIT"},
                           .row = [](const json::value& d) -> std::vector<std::string> {
                             return {text_of(d, "id"),
                                     text_of(d, "project"),
                                     text_of(d, "environment"),
                                     text_of(d, "status"),
                                     short_commit(text_of(d, "commit")),
                                     text_of(d, "trigger"),
                                     short_time(text_of(d, "requested_at")),
                                     text_of(d, "message"),
                                     text_of(d, "actor"),
                                     text_of(d, "ref"),
                                     text_of(d, "author"),
                                     short_time(text_of(d, "started_at")),
                                     short_time(text_of(d, "finished_at")),
                                     text_of(d, "reason"),
                                     text_of(d, "note"),
                                     text_of(d, "release"),
                                     text_of(d, "commit")};
                           },
                           .narrow = 8});
}

}  // namespace

verb history() {
  return {
      "history",
      audience::client,
      "past deployments, newest first",
      {{"PROJECT", "", "only of this project", "", parameter::count::optional},
       {"ENVIRONMENT", "", "only of this environment", "", parameter::count::optional},
       {"--status", "STATUS", "only those that are so, as failed or rolled_back"},
       {"--trigger", "TRIGGER", "push, poll, release, manual or rollback"},
       {"--actor", "NAME", "only what this one asked for"},
       {"--search", "TEXT", "in message, author, ref, id or note, or the beginning of the commit"},
       {"--from", "TIME", "from this moment on, as 2026-11-21T00:00:00Z, or how long ago, as 2h"},
       {"--to", "TIME", "before this moment, said in the same ways"},
       {"--limit", "N", "at most so many", "20", parameter::count::one, false, {1, 500}},
       {"--after", "N", "older ones: from behind the number that a page before has ended with", "",
        parameter::count::one, false, any_position,
        "the one in the line \"older ones: eeveon history … --after N\" below a page (`next` in JSON), not a "
        "deployment's id"}},
      run};
}

}  // namespace eeveon::cli
