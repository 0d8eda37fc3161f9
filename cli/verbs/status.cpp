#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/follow.hpp"
#include "cli/health.hpp"
#include "cli/known.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/whole.hpp"

namespace eeveon::cli {
namespace {

// The API leaves a zero out.
std::string took(const json::value& step) {
  return find_in(step, "finished_at") ? std::to_string(number_of(step, "took_ms")) : "";
}

int show_deployment(const invocation& asked, api& server, const std::string& id) {
  const auto answer = server.get("/api/v1/deployments/" + escaped(id));
  if (!answer) return report(answer.error());
  table out{{"PART", "STEP", "ATTEMPT", "STATE", "MS", "REASON"}, {}};
  for (const auto& s : list_of(*answer, "steps"))
    out.rows.push_back({text_of(s, "part"), text_of(s, "id"), text_of(s, "attempt"), state_of_step(s),
                        took(s), text_of(s, "reason")});
  if (asked.chosen().output == output_form::table)
    remark(fmt::format("{}  {} {}  commit {}  {}  {}", id, text_of(*answer, "project"),
                       text_of(*answer, "environment"), short_commit(text_of(*answer, "commit")),
                       text_of(*answer, "status"), text_of(*answer, "reason")));
  print_answer(asked.chosen().output, *answer, out);
  return done;
}

// Going back has failed there: what "LIVE" names is the last release that was certain.
std::string doubt_text(const json::value& environment, const json::value& doubt) {
  std::string nodes;
  for (const auto& node : list_of(doubt, "nodes"))
    if (node.is_string()) nodes += (nodes.empty() ? "" : ", ") + std::string(node.get_string());
  return fmt::format("{}/{}: {} may run {} instead ({}: {}); deploy again to make it certain",
                     text_of(environment, "project"), text_of(environment, "name"), nodes,
                     short_commit(text_of(doubt, "commit")), text_of(doubt, "deployment"),
                     text_of(doubt, "reason"));
}

// The last deployment ended without success: what runs is older, and stays.
std::string stays_text(const json::value& environment, const std::string& status) {
  const auto* current = find_in(environment, "current");
  auto words = status;
  std::replace(words.begin(), words.end(), '_', ' ');
  return fmt::format("{}/{}: {} {}; {}", text_of(environment, "project"), text_of(environment, "name"),
                     text_of(environment, "last_deployment"), words,
                     current ? short_commit(text_of(*current, "commit")) + " stays live" : "nothing is live");
}

// What is no project may be a deployment's id without its dep_; a project of that name goes first.
int show_by_id_alone(const invocation& asked, api& server, const std::string& typed, failure unknown) {
  if (unknown.code != errc::not_found || asked.has("ENVIRONMENT") || !looks_like_an_id(typed))
    return report(unknown);
  const auto which = whole_deployment(server, typed);
  if (which) return show_deployment(asked, server, *which);
  if (which.error().code != errc::not_found) return report(which.error());
  unknown.detail += "\nand no deployment begins with dep_" + typed;
  return report(unknown);
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto project = asked.text("PROJECT");
  if (project.starts_with("dep_")) {
    const auto which = whole_deployment(server, project);
    return which ? show_deployment(asked, server, *which) : report(which.error());
  }
  auto answer = server.get("/api/v1/environments");
  if (!answer) return report(answer.error());
  const auto nodes = server.get("/api/v1/nodes");
  if (!nodes) return report(nodes.error());

  json::array shown;
  std::vector<std::string> remarks;
  table out{{"PROJECT", "ENVIRONMENT", "STATUS", "LIVE", "SINCE", "NODES", "MESSAGE"}, {}};
  for (const auto& e : list_of(*answer, "environments")) {
    if (!project.empty() && text_of(e, "project") != project) continue;
    if (asked.has("ENVIRONMENT") && text_of(e, "name") != asked.text("ENVIRONMENT")) continue;
    shown.push_back(e);
    const auto* current = find_in(e, "current");
    const json::value live = current ? *current : json::value();
    const auto status = find_in(e, "lock") ? std::string("running") : text_of(e, "last_status");
    const auto* doubt = find_in(e, "doubt");
    const auto running = short_commit(text_of(live, "commit")) + (doubt ? "?" : "");
    if (doubt)
      remarks.push_back(doubt_text(e, *doubt));
    else if (status == "failed" || status == "rolled_back" || status == "cancelled")
      remarks.push_back(stays_text(e, status));
    out.rows.push_back({text_of(e, "project"), text_of(e, "name"), status, running,
                        short_time(text_of(live, "since")), health_text(e, list_of(*nodes, "nodes")),
                        text_of(live, "message")});
  }
  if (shown.empty())
    if (const auto there = check_place(server, project, asked.text("ENVIRONMENT")); !there)
      return show_by_id_alone(asked, server, project, there.error());
  print_answer(asked.chosen().output, json::object{{"environments", std::move(shown)}}, out);
  for (const auto& text : remarks) remark(text);
  return done;
}

}  // namespace

verb status() {
  return {"status",
          audience::client,
          "what is live where, or how a deployment goes",
          {{"PROJECT", "", "a project, or a deployment: dep_…, or the beginning of it", "",
            parameter::count::optional},
           {"ENVIRONMENT", "", "only this one", "", parameter::count::optional}},
          run};
}

}  // namespace eeveon::cli
