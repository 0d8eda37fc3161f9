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
  const auto answer = server.post("/api/v1/vacuum");
  if (!answer) return report(answer.error());
  table out;
  if (answer->is_object())
    for (const auto& [what, count] : answer->get_object())
      out.rows.push_back({std::string(what), json::serialize(count)});
  print_answer(asked.chosen().output, *answer, out);
  return done;
}

}  // namespace

verb vacuum() {
  return {"vacuum", audience::client, "apply retention now: old payload bodies and logs", {}, run};
}

}  // namespace eeveon::cli
