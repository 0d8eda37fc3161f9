#include "core/run/playbook.hpp"

#include <algorithm>

namespace eeveon {
namespace {

using at = step_progress::at;
using kind = next_move::kind;

const step_progress& of(const std::map<std::string, step_progress>& steps, const std::string& id) {
  static const step_progress idle;
  const auto found = steps.find(id);
  return found == steps.end() ? idle : found->second;
}

bool has_switched(const run_progress& progress, const plan& deploy) {
  for (const auto& stage : deploy.stages)
    for (const auto& step : stage.steps)
      if (step.action == "switch" && of(progress.deploy, step.id).starts > 0) return true;
  return false;
}

next_move finish(new_event event) { return {kind::finish, {}, {std::move(event)}}; }

next_move attention(const run_progress& progress, const std::string& step, std::string reason) {
  return {kind::attention, {}, {make_event(attention_needed{progress.run, step, std::move(reason)})}};
}

// The run ends without success, or goes back first when a node has switched.
next_move give_up(const run_progress& progress, const plans& plans, const std::string& step,
                  const std::string& reason, bool cancelled) {
  if (progress.kind == "build")
    return finish(make_event(release_build_failed{progress.release.release, step, reason}));
  if (progress.undoing)
    return finish(make_event(deployment_failed{step, "going back failed: " + reason, true}));
  if (has_switched(progress, plans.deploy))
    return {kind::record, {}, {make_event(undo_started{progress.run, step, reason, cancelled})}};
  if (cancelled) return finish(make_event(deployment_cancelled{reason}));
  return finish(make_event(deployment_failed{step, reason, false}));
}

next_move complete(const run_progress& progress) {
  if (progress.undoing && progress.undo_is_cancel)
    return finish(make_event(
        deployment_cancelled{progress.undo_reason + "; every node is back on the release before"}));
  if (progress.undoing)
    return finish(make_event(deployment_rolled_back{progress.undo_step, progress.undo_reason}));
  return finish(make_event(deployment_succeeded{"run"}));
}

next_move complete_build(const run_progress& progress) {
  const auto& fetched = of(progress.build, "fetch@worker").output;
  const auto& packed = of(progress.build, "pack@worker").output;
  auto built = decode<release_built>(packed).value_or(release_built{});
  built.release = progress.release.release;
  built.project = progress.release.project;
  built.commit = progress.release.commit;
  const auto text = [&](const char* key) {
    const auto* value = fetched.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string{};
  };
  built.message = text("message");
  built.author = text("author");
  built.authored_at = text("authored_at");
  return finish(make_event(built));
}

// The head a resolve step found, when it is another commit than the one asked for and this one is not on the
// way to it.
std::string newer_head(const std::map<std::string, step_progress>& steps, std::string_view commit) {
  const auto& output = of(steps, "resolve@worker").output;
  if (const auto* in_order = output.if_contains("in_order"); in_order && *in_order == json::value(true))
    return {};
  const auto* head = output.if_contains("head");
  return head && head->is_string() && head->get_string() != commit ? std::string(head->get_string())
                                                                   : std::string{};
}

}  // namespace

next_move decide_next(const run_progress& progress, const plans& plans,
                      const std::set<std::string>& running) {
  const bool building = progress.kind == "build";
  const plan& now = building ? plans.build : progress.undoing ? plans.undo : plans.deploy;
  const auto& steps = building ? progress.build : progress.undoing ? progress.undo : progress.deploy;
  const std::string part = building ? "build" : progress.undoing ? "undo" : "deploy";

  if (progress.cancel_requested && !progress.undoing) {
    if (!running.empty()) return {};
    return give_up(progress, plans, "", "cancelled", true);
  }
  if (progress.claims > max_claims && running.empty()) {
    const auto reason = "this run has ended its worker " + std::to_string(max_claims) + " times";
    // A build leaves nothing half done on any node, so nobody has to look.
    return building ? give_up(progress, plans, "", reason, false) : attention(progress, "", reason);
  }
  if (const auto head = newer_head(steps, building ? progress.release.commit : progress.deployment.commit);
      !head.empty()) {
    if (building) return finish(make_event(release_superseded{progress.release.release, head}));
    return finish(make_event(
        deployment_superseded{head, "", progress.deployment.ref + " has moved on to " + head.substr(0, 8)}));
  }

  for (const auto& stage : now.stages) {
    next_move move;
    const step *failed = nullptr, *unknown = nullptr;
    bool busy = false;
    for (const auto& step : stage.steps) {
      const auto& progress_of = of(steps, step.id);
      if (running.contains(step.id)) {
        busy = true;
        continue;
      }
      const bool once = step.cls == step_class::at_most_once;
      switch (progress_of.state) {
        case at::succeeded: break;
        case at::started:
          if (once) {
            move.what = kind::record;
            move.events.push_back(make_event(step_unknown{
                progress.run, part, step.id, "its worker ended while it ran: it may or may not have happened",
                progress_of.starts}));
            break;
          }
          [[fallthrough]];
        case at::idle: move.starts.push_back({part, stage.name, step, progress_of.starts + 1, {}}); break;
        case at::unknown:
          if (once) {
            unknown = &step;
            break;
          }
          [[fallthrough]];  // what may be done again is one attempt the poorer
        case at::failed:
          if (progress_of.final || progress_of.failures >= step.attempts) {
            if (!step.optional) failed = &step;
          } else {
            const auto delay = step.backoff * (1LL << std::min(progress_of.failures - 1, 10));
            move.starts.push_back({part, stage.name, step, progress_of.starts + 1, delay});
          }
          break;
      }
    }
    if (!move.events.empty()) return {kind::record, {}, std::move(move.events)};
    if (failed || unknown) {
      // Let what runs side by side come to its end first, start nothing more.
      if (busy) return {};
      if (unknown) return attention(progress, unknown->id, of(steps, unknown->id).reason);
      return give_up(progress, plans, failed->id, of(steps, failed->id).reason, false);
    }
    if (!move.starts.empty()) {
      move.what = kind::start;
      return move;
    }
    if (busy) return {};
  }
  return building ? complete_build(progress) : complete(progress);
}

}  // namespace eeveon
