#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/known.hpp"
#include "cli/print.hpp"
#include "cli/request.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

// What was asked, said again for what comes behind it.
std::string next_page(const invocation& asked, const std::string& after) {
  std::string out = "eeveon history";
  for (const auto* position : {"PROJECT", "ENVIRONMENT"})
    if (asked.has(position)) out += " " + asked.text(position);
  for (const auto* option : {"status", "trigger", "actor", "from", "to", "limit"})
    if (asked.has(option)) out += fmt::format(" --{} {}", option, asked.text(option));
  if (asked.has("search")) out += " --search '" + asked.text("search") + "'";
  return plain(out + " --after " + after);
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto path = with_query("/api/v1/deployments", {{"project", asked.text("PROJECT")},
                                                       {"environment", asked.text("ENVIRONMENT")},
                                                       {"status", asked.text("status")},
                                                       {"trigger", asked.text("trigger")},
                                                       {"actor", asked.text("actor")},
                                                       {"q", asked.text("search")},
                                                       {"from", asked.text("from")},
                                                       {"to", asked.text("to")},
                                                       {"limit", asked.text("limit")},
                                                       {"after", asked.text("after")}});
  if (asked.chosen().output == output_form::csv) return print_file(server, path);
  const auto answer = server.get(path);
  if (!answer) return report(answer.error());
  // Nothing found: because there was nothing, or because there is no such place?
  if (list_of(*answer, "deployments").empty())
    if (const auto there = check_place(server, asked.text("PROJECT"), asked.text("ENVIRONMENT")); !there)
      return report(there.error());
  table out{{"DEPLOYMENT", "PROJECT", "ENVIRONMENT", "STATUS", "COMMIT", "BY", "REQUESTED", "MESSAGE"}, {}};
  for (const auto& d : list_of(*answer, "deployments"))
    out.rows.push_back({text_of(d, "id"), text_of(d, "project"), text_of(d, "environment"),
                        text_of(d, "status"), short_commit(text_of(d, "commit")), text_of(d, "trigger"),
                        short_time(text_of(d, "requested_at")), text_of(d, "message")});
  print_answer(asked.chosen().output, *answer, out);
  if (const auto next = text_of(*answer, "next");
      !next.empty() && asked.chosen().output == output_form::table)
    remark("older ones: " + next_page(asked, next));
  return done;
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
       {"--from", "TIME", "from this moment on, as 2026-11-21T00:00:00Z"},
       {"--to", "TIME", "before this moment"},
       {"--limit", "N", "at most so many", "20", parameter::count::one, false, {1, 500}},
       {"--after", "N", "older ones: from behind the number that a page before has ended with", "",
        parameter::count::one, false, any_position,
        "the one in the line \"older ones: eeveon history … --after N\" below a page (`next` in JSON), not a "
        "deployment's id"}},
      run};
}

}  // namespace eeveon::cli
