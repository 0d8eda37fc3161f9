#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

std::string joined(const json::array& words) {
  std::string out;
  for (const auto& word : words)
    if (word.is_string()) out += (out.empty() ? "" : ",") + std::string(word.get_string());
  return out;
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto answer = server.get("/api/v1/nodes");
  if (!answer) return report(answer.error());
  table out{{"NODE", "KIND", "ADDRESS", "USER", "PORT", "ROOT", "GROUPS", "HEALTH", "DETAIL"}, {}};
  for (const auto& n : list_of(*answer, "nodes"))
    out.rows.push_back({text_of(n, "name"), text_of(n, "kind"), text_of(n, "address"), text_of(n, "user"),
                        text_of(n, "port"), text_of(n, "root"), joined(list_of(n, "groups")),
                        text_of(n, "health"), text_of(n, "health_detail")});
  print_answer(asked.chosen().output, *answer, out);
  return done;
}

}  // namespace

verb nodes_list() {
  return {"nodes list",
          audience::client,
          "the registered machines, how they are reached and their health",
          {},
          run};
}

}  // namespace eeveon::cli
