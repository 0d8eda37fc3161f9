#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto answer = server.post("/api/v1/deployments/" + escaped(asked.text("DEPLOYMENT")) + "/retry");
  if (!answer) return report(answer.error());
  print_answer(asked.chosen().output, *answer, {{}, {{asked.text("DEPLOYMENT")}}});
  return done;
}

}  // namespace

verb retry() {
  return {"retry",
          audience::client,
          "go on with a deployment that needs attention",
          {{"DEPLOYMENT", "", "dep_…"}},
          run};
}

}  // namespace eeveon::cli
