#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/known.hpp"
#include "cli/look_at_nodes.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto answer = server.get("/api/v1/nodes");
  if (!answer) return report(answer.error());
  json::array chosen, found;
  for (const auto& node : list_of(*answer, "nodes"))
    if (!asked.has("NAME") || text_of(node, "name") == asked.text("NAME")) chosen.push_back(node);
  auto seen = look_at_nodes([&asked] { return connect(asked.chosen()); }, chosen);
  table out{{"NODE", "WHAT", "STATE", "REMARK"}, {}};
  bool wrong = false;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    auto& node = chosen[i].get_object();
    for (const auto& one : seen[i].findings) {
      out.rows.push_back(
          {text_of(chosen[i], "name"), text_of(one, "what"), text_of(one, "state"), text_of(one, "remark")});
      wrong = wrong || text_of(one, "state") == "wrong";
    }
    if (!seen[i].worker.empty()) node["worker"] = seen[i].worker;
    node["findings"] = std::move(seen[i].findings);
    found.push_back(chosen[i]);
  }
  if (found.empty())
    return report(asked.has("NAME") ? unknown("node", asked.text("NAME"), names_in(*answer, "nodes", "name"))
                                    : failure{errc::not_found, "there is no node yet: eeveon nodes add", ""});
  print_answer(asked.chosen().output, json::object{{"nodes", std::move(found)}}, out);
  return wrong ? error : done;
}

}  // namespace

verb nodes_check() {
  return {"nodes check",
          audience::client,
          "let a worker look at a node: connection, disk, rsync, health; exit code 1 when something is wrong",
          {{"NAME", "", "only this node", "", parameter::count::optional}},
          run};
}

}  // namespace eeveon::cli
