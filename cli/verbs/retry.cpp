#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
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
  const auto answer = server.post("/api/v1/deployments/" + escaped(*which) + "/retry", noted(asked));
  if (!answer) return report(answer.error());
  // What has ended is asked for anew: the one that goes on may be another than the one that was named.
  const auto id = text_of(*answer, "deployment");
  print_answer(asked.chosen().output, *answer, {{}, {{id}}});
  return wait_or_leave(asked, server, id, find_in(*answer, "retry_of") ? "requested anew" : "goes on");
}

}  // namespace

verb retry() {
  return {"retry", audience::client,
          "go on with a deployment that needs attention, or ask again for one that ended without success",
          with_waiting({{"DEPLOYMENT", "", "dep_…, or the beginning of it"}}), run};
}

}  // namespace eeveon::cli
