#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto answer = server.remove("/api/v1/nodes/" + escaped(asked.text("NAME")));
  if (!answer) return report(answer.error());
  print_answer(asked.chosen().output, *answer, {{}, {{asked.text("NAME")}}});
  return done;
}

}  // namespace

verb nodes_remove() {
  return {"nodes remove",
          audience::client,
          "forget a machine; what runs there stays",
          {{"NAME", "", "of the node"}},
          run};
}

}  // namespace eeveon::cli
