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
  if (const auto sound = check_waiting(asked); !sound) return report(sound.error());
  auto server = connect(asked.chosen());
  const auto which = whole_deployment(server, asked.text("DEPLOYMENT"));
  if (!which) return report(which.error());
  const auto answer = server.post("/api/v1/deployments/" + escaped(*which) + "/mark-done", noted(asked));
  if (!answer) return report(answer.error());
  print_answer(asked.chosen().output, *answer, {{}, {{*which}}});
  return wait_or_leave(asked, server, *which, "goes on");
}

}  // namespace

verb mark_done() {
  return {"mark-done", audience::client, "take the step a deployment waits on as done",
          with_waiting({{"DEPLOYMENT", "", "dep_…, or the beginning of it"}}), run};
}

}  // namespace eeveon::cli
