#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto answer = server.get("/api/v1/projects");
  if (!answer) return report(answer.error());
  table out{{"PROJECT", "REPOSITORY", "ENVIRONMENTS", "APPLIED", "DEFAULT BRANCH", "FULL NAME"}, {}, 4};
  for (const auto& p : list_of(*answer, "projects")) {
    std::string environments;
    for (const auto& e : list_of(p, "environments"))
      if (e.is_string()) environments += (environments.empty() ? "" : ",") + std::string(e.get_string());
    const auto moved = text_of(p, "url_seen");
    out.rows.push_back({text_of(p, "name"), moved.empty() ? text_of(p, "repository") : moved, environments,
                        short_time(text_of(p, "applied_at")), text_of(p, "default_branch"),
                        text_of(p, "full_name")});
  }
  print_answer(asked.chosen().output, *answer, out);
  return done;
}

}  // namespace

verb projects() { return {"projects", audience::client, "the projects and their environments", {}, run}; }

}  // namespace eeveon::cli
