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
  const auto answer = server.get("/api/v1/nodes");
  if (!answer) return report(answer.error());
  json::array found;
  table out{{"NODE", "HEALTH", "SINCE", "DETAIL"}, {}};
  bool all_up = true;
  for (const auto& n : list_of(*answer, "nodes")) {
    if (asked.has("NAME") && text_of(n, "name") != asked.text("NAME")) continue;
    found.push_back(n);
    all_up = all_up && text_of(n, "health") != "down";
    out.rows.push_back({text_of(n, "name"), text_of(n, "health"), short_time(text_of(n, "health_since")),
                        text_of(n, "health_detail")});
  }
  if (found.empty())
    return report(
        {errc::not_found, "there is no such node: eeveon nodes list shows them", asked.text("NAME")});
  print_answer(asked.chosen().output, json::object{{"nodes", std::move(found)}}, out);
  return all_up ? done : error;
}

}  // namespace

verb nodes_check() {
  return {"nodes check",
          audience::client,
          "how a node is; exit code 1 when one is down",
          {{"NAME", "", "only this node", "", parameter::count::optional}},
          run};
}

}  // namespace eeveon::cli
