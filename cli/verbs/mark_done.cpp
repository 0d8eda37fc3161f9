#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/request.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/whole.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto which = whole_deployment(server, asked.text("DEPLOYMENT"));
  if (!which) return report(which.error());
  const auto answer = server.post("/api/v1/deployments/" + escaped(*which) + "/mark-done", noted(asked));
  if (!answer) return report(answer.error());
  print_answer(asked.chosen().output, *answer, {{}, {{*which}}});
  return done;
}

}  // namespace

verb mark_done() {
  return {"mark-done",
          audience::client,
          "take the step a deployment waits on as done",
          {{"DEPLOYMENT", "", "dep_…, or the beginning of it"}, note_parameter()},
          run};
}

}  // namespace eeveon::cli
