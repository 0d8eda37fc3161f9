#include <boost/json.hpp>
#include <optional>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/known.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

json::object finding(std::string what, std::string state, std::string remark) {
  return {{"what", std::move(what)}, {"state", std::move(state)}, {"remark", std::move(remark)}};
}

// What the checks between deployments say; before the first one there is nothing to be healthy.
json::object health_of(const json::value& node) {
  const auto health = text_of(node, "health");
  if (health == "down") return finding("health", "wrong", text_of(node, "health_detail"));
  if (health == "up") return finding("health", "ok", "since " + short_time(text_of(node, "health_since")));
  return finding("health", "unknown", "nothing that is checked is live there yet");
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto answer = server.get("/api/v1/nodes");
  if (!answer) return report(answer.error());
  json::array found;
  table out{{"NODE", "WHAT", "STATE", "REMARK"}, {}};
  bool wrong = false;
  std::optional<failure> nobody;  // no worker answers: the others need not wait for one as well
  for (auto node : list_of(*answer, "nodes")) {
    const auto name = text_of(node, "name");
    if (asked.has("NAME") && name != asked.text("NAME")) continue;
    json::array findings;
    if (!nobody) {
      const auto seen = server.post("/api/v1/nodes/" + escaped(name) + "/check");
      if (!seen && seen.error().code != errc::unavailable) return report(seen.error());
      if (!seen) nobody = seen.error();
      if (seen) findings = list_of(*seen, "findings"), node.get_object()["worker"] = text_of(*seen, "worker");
    }
    if (nobody) findings.push_back(finding("worker", "wrong", nobody->detail));
    findings.push_back(health_of(node));
    for (const auto& one : findings) {
      out.rows.push_back({name, text_of(one, "what"), text_of(one, "state"), text_of(one, "remark")});
      wrong = wrong || text_of(one, "state") == "wrong";
    }
    node.get_object()["findings"] = std::move(findings);
    found.push_back(std::move(node));
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
