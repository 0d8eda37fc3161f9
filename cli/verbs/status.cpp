#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>

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
  table out{{"PART", "STEP", "ATTEMPT", "STATE", "MS", "REASON", "STARTED", "FINISHED"}, {}, 6, {1}};
  for (const auto& s : list_of(*answer, "steps"))
    out.rows.push_back({text_of(s, "part"), text_of(s, "id"), text_of(s, "attempt"), state_of_step(s),
                        took(s), text_of(s, "reason"), short_time(text_of(s, "started_at")),
                        short_time(text_of(s, "finished_at"))});
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

// The deployment that has the environment's lock.
std::string holder_of(const json::value& environment) {
  const auto* lock = find_in(environment, "lock");
  return lock ? text_of(*lock, "deployment") : std::string{};
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

// Environments and nodes, of now or as they stood at `at`.
result<json::value> state_of(api& server, const std::string& at) {
  if (!at.empty()) return server.get(with_query("/api/v1/board", {{"at", at}}));
  auto state = server.get("/api/v1/environments");
  if (!state) return state;
  auto nodes = server.get("/api/v1/nodes");
  if (!nodes) return nodes;
  state->as_object()["nodes"] = list_of(*nodes, "nodes");
  return state;
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto project = asked.text("PROJECT"), at = asked.text("at");
  if (project.starts_with("dep_")) {
    if (!at.empty())
      return report(
          {errc::invalid, "shows projects and environments; a deployment tells its past by itself", "--at"});
    const auto which = whole_deployment(server, project);
    return which ? show_deployment(asked, server, *which) : report(which.error());
  }
  const auto state = state_of(server, at);
  if (!state) return report(state.error());

  json::array shown;
  std::vector<std::string> remarks;
  table out{{"PROJECT", "ENVIRONMENT", "STATUS", "LIVE", "SINCE", "NODES", "MESSAGE", "AUTHOR", "DEPLOYMENT",
             "RELEASE", "RUNS NOW", "WAITING", "WHOLE COMMIT"},
            {},
            7,
            {0, 1}};
  for (const auto& e : list_of(*state, "environments")) {
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
                        short_time(text_of(live, "since")), health_text(e, list_of(*state, "nodes")),
                        text_of(live, "message"), text_of(live, "author"), text_of(live, "deployment"),
                        text_of(live, "release"), holder_of(e), std::to_string(list_of(e, "waiting").size()),
                        text_of(live, "commit")});
  }
  if (shown.empty())
    if (const auto there = check_place(server, project, asked.text("ENVIRONMENT")); !there)
      return at.empty() ? show_by_id_alone(asked, server, project, there.error()) : report(there.error());
  json::object whole{{"environments", std::move(shown)}};
  if (!at.empty()) {
    whole["position"] = number_of(*state, "position"), whole["at"] = text_of(*state, "at");
    const auto position = number_of(*state, "position");
    remark(position == 0 ? "nothing had been recorded by then"
                         : fmt::format("as it stood after position {}, {} UTC", position,
                                       short_time(text_of(*state, "at"))));
  }
  print_answer(asked.chosen().output, whole, out);
  for (const auto& text : remarks) remark(text);
  return done;
}

}  // namespace

verb status() {
  return {
      "status",
      audience::client,
      "what is live where, or how a deployment goes",
      {{"PROJECT", "", "a project, or a deployment: dep_…, or the beginning of it", "",
        parameter::count::optional},
       {"ENVIRONMENT", "", "only this one", "", parameter::count::optional},
       {"--at", "TIME|POSITION", "as it stood then: a time, a position of the log, or how long ago, as 2h"}},
      run};
}

}  // namespace eeveon::cli
