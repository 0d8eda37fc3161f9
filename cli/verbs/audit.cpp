#include <fmt/format.h>

#include <array>
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

constexpr std::array filters{"actor", "type", "deployment", "from", "to"};

// What was asked, said again for what comes behind it.
std::string next_page(const invocation& asked, const std::string& after) {
  std::string out = "eeveon audit";
  for (const auto* position : {"PROJECT", "ENVIRONMENT"})
    if (asked.has(position)) out += " " + asked.text(position);
  for (const auto* option : filters)
    if (asked.has(option)) out += fmt::format(" --{} {}", option, asked.text(option));
  if (asked.has("search")) out += " --search '" + asked.text("search") + "'";
  if (asked.has("all")) out += " --all";
  return plain(out + " --limit " + asked.text("limit") + " --after " + after);
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  std::vector<std::pair<std::string, std::string>> query{
      {"project", asked.text("PROJECT")}, {"environment", asked.text("ENVIRONMENT")},
      {"q", asked.text("search")},        {"detail", asked.has("all") ? "all" : ""},
      {"limit", asked.text("limit")},     {"after", asked.text("after")}};
  for (const auto* option : filters) query.emplace_back(option, asked.text(option));
  const auto path = with_query("/api/v1/audit", query);
  if (asked.chosen().output == output_form::csv) return print_file(server, path);
  const auto answer = server.get(path);
  if (!answer) return report(answer.error());
  if (list_of(*answer, "rows").empty())
    if (const auto there = check_place(server, asked.text("PROJECT"), asked.text("ENVIRONMENT")); !there)
      return report(there.error());
  table out{{"POSITION", "WHEN", "WHO", "WHAT", "WHY", "FROM"}, {}};
  for (const auto& row : list_of(*answer, "rows"))
    out.rows.push_back({text_of(row, "position"), short_time(text_of(row, "at")), text_of(row, "actor"),
                        text_of(row, "what"), text_of(row, "why"), text_of(row, "from")});
  print_answer(asked.chosen().output, *answer, out);
  if (const auto next = text_of(*answer, "next");
      !next.empty() && asked.chosen().output == output_form::table)
    remark("older ones: " + next_page(asked, next));
  return done;
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
           {"--from", "TIME", "from this moment on, as 2026-11-21T00:00:00Z"},
           {"--to", "TIME", "before this moment"},
           {"--search", "TEXT", "anywhere in an event"},
           {"--all", "", "steps, runs, queues and locks too"},
           {"--limit", "N", "at most so many", "50", parameter::count::one, false, {1, 500}},
           {"--after", "N", "older ones: from behind this position", "", parameter::count::one, false,
            any_position, "the one in the line \"older ones: eeveon audit … --after N\" below a page"}},
          run};
}

}  // namespace eeveon::cli
