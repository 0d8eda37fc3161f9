#include "cli/changes.hpp"

#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/whole.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto which = whole_deployment(server, asked.text("DEPLOYMENT"));
  if (!which) return report(which.error());
  const auto answer = server.get("/api/v1/deployments/" + escaped(*which) + "/changes");
  if (!answer) return report(answer.error());
  print_answer(asked.chosen().output, *answer,
               asked.has("files") ? files_table(*answer) : commits_table(*answer));
  if (asked.chosen().output == output_form::table) remark(changes_remark(*answer));
  return done;
}

}  // namespace

verb changes() {
  return {"changes",
          audience::client,
          "the commits and files that a deployment brings, or takes away",
          {{"DEPLOYMENT", "", "dep_…, or the beginning of it"},
           {"--files", "", "the files instead of the commits"}},
          run};
}

}  // namespace eeveon::cli
