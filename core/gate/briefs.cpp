// The folds of single deployments and releases that the gate keeps.
#include "core/gate/gate.hpp"
#include "core/run/events.hpp"

namespace eeveon {

void deployment_brief::apply(const recorded_event& event) {
  version = event.version;
  on<deployment_requested>(event, [&](const deployment_requested& e) { request = e, status = "queued"; });
  on<run_queued>(event, [&](const run_queued& e) { run = e.run, kind = e.kind; });
  on<run_claimed>(event, [&](const run_claimed&) { status = "running"; });
  on<undo_started>(event, [&](const undo_started&) { went_back = true; });
  on<attention_needed>(event,
                       [&](const attention_needed& e) { status = "needs_attention", reason = e.reason; });
  on<attention_answered>(event, [&](const attention_answered&) { status = "running"; });
  on<deployment_succeeded>(event, [&](const deployment_succeeded&) { status = "succeeded"; });
  on<deployment_failed>(event, [&](const deployment_failed& e) { status = "failed", reason = e.reason; });
  on<deployment_rolled_back>(
      event, [&](const deployment_rolled_back& e) { status = "rolled_back", reason = e.reason; });
  on<deployment_cancelled>(event,
                           [&](const deployment_cancelled& e) { status = "cancelled", reason = e.reason; });
  on<deployment_superseded>(event, [&](const deployment_superseded& e) {
    status = "superseded", reason = e.reason;
    if (e.deployment.empty()) head = e.commit;
  });
}

void release_brief::apply(const recorded_event& event) {
  version = event.version;
  on<release_requested>(event, [&](const release_requested& e) {
    request = e, state = "building", unwanted = false, reason.clear();
  });
  on<cancel_requested>(event, [&](const cancel_requested&) { unwanted = true; });
  on<release_built>(event, [&](const release_built& e) { built = e, state = "built"; });
  on<release_build_failed>(
      event, [&](const release_build_failed& e) { state = "failed", step = e.step, reason = e.reason; });
  on<release_superseded>(event, [&](const release_superseded& e) { state = "superseded", head = e.head; });
  on<run_queued>(event, [&](const run_queued& e) { run = e.run; });
}

deploy_facts facts_of(const project_entry& project, const environment_spec& spec,
                      std::vector<node_registered> nodes, const environment_state& environment,
                      const release_built& release, const json::object& live_recipe) {
  deploy_facts out{.project = project.spec.name,
                   .environment = spec.name,
                   .release = release,
                   .nodes = std::move(nodes),
                   .spec = spec,
                   .keep = project.spec.keep};
  if (const auto* live = environment.current()) {
    out.previous = live->release;
    out.previous_recipe = live_recipe;
    out.previous_nodes = live->nodes;
    out.keep_releases.push_back(live->release);
  }
  if (const auto* previous = environment.previous()) out.keep_releases.push_back(previous->release);
  return out;
}

std::string release_id(std::string_view project, std::string_view commit, const json::object& recipe) {
  std::string key(project);
  key += '\0';
  key += commit;
  key += '\0';
  key += canonical_json(json::value(recipe));
  return make_id("rel", make_uuid_v8(as_bytes(sha256(key)).substr(0, 16)));
}

preview preview_request(const environment_state& environment, const environment_spec& spec,
                        std::string_view commit, bool automatic) {
  if (automatic && environment.quarantine.contains(std::string(commit)))
    return {false, "commit " + std::string(commit.substr(0, 8)) + " is quarantined here: deployment " +
                       environment.quarantine.at(std::string(commit)) + " was taken back"};
  const bool waiting = environment.busy() || !environment.queue.empty();
  if (waiting && spec.queue == "refuse")
    return {false, "the environment is busy with " +
                       (environment.busy() ? environment.locked_by : environment.queue.front().deployment) +
                       " and its queue policy is 'refuse'"};
  return {true, environment.busy() ? "waits for " + environment.locked_by : ""};
}

}  // namespace eeveon
