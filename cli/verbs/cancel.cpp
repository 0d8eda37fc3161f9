#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto answer = server.post("/api/v1/deployments/" + escaped(asked.text("DEPLOYMENT")) + "/cancel");
  if (!answer) return report(answer.error());
  print_answer(asked.chosen().output, *answer, {{}, {{asked.text("DEPLOYMENT")}}});
  return done;
}

}  // namespace

verb cancel() {
  return {"cancel",
          audience::client,
          "stop a deployment; what has switched is put back",
          {{"DEPLOYMENT", "", "dep_…"}},
          run};
}

}  // namespace eeveon::cli
