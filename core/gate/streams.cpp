// Which streams the gate needs, how it folds them, and how it gathers what it decides.
#include <algorithm>
#include <set>

#include "core/gate/gate.hpp"
#include "core/repository/events.hpp"
#include "core/system/events.hpp"

namespace eeveon {

std::vector<std::string> gate::wants(const recorded_event& event) const {
  std::set<std::string> out;
  const auto want_release = [&](const std::string& release) {
    if (!release.empty() && !releases_.contains(release_stream(release))) out.insert(release_stream(release));
  };
  const auto want_environment = [&](const std::string& project, const std::string& environment) {
    const auto stream = environment_stream(project, environment);
    const auto found = environments_.find(stream);
    if (found == environments_.end()) return void(out.insert(stream));
    // The next one to start may be any that waits, what is live is what its plan leads back to, and the one
    // that runs tells which commit is being deployed.
    const auto& state = found->second;
    for (const auto& waiting : state.queue) {
      want_release(waiting.release);
      if (!deployments_.contains(deployment_stream(waiting.deployment)))
        out.insert(deployment_stream(waiting.deployment));
    }
    if (const auto* live = state.current()) want_release(live->release);
    want_release(state.running_release);
    if (state.busy() && !deployments_.contains(deployment_stream(state.locked_by)))
      out.insert(deployment_stream(state.locked_by));
  };
  const auto want_all_of = [&](const std::string& project) {
    if (const auto* entry = directory_.project(project))
      for (const auto& spec : entry->spec.environments) want_environment(project, spec.name);
  };
  const auto want_matching = [&](const repository_identity& told) {
    for (const auto& [name, project] : directory_.projects())
      if (match_repository(project, told) != repository_match::none) want_all_of(name);
  };
  const auto want_deployment = [&](const std::string& stream) {
    const auto found = deployments_.find(stream);
    if (found == deployments_.end()) return void(out.insert(stream));
    const auto& request = found->second.request;
    if (request.project.empty()) return;
    want_environment(request.project, request.environment);
    // Who is cancelled may have been the last one to wait for a build, in whatever environment; and a build
    // is told what is live in all of them.
    if (event.type == cancel_requested::type || event.type == deployment_requested::type)
      want_all_of(request.project);
    // A rollback tells the deployment that it took back.
    const auto place = environments_.find(environment_stream(request.project, request.environment));
    if (!request.rollback_of.empty() && place != environments_.end())
      if (const auto* live = place->second.current();
          live && !deployments_.contains(deployment_stream(live->deployment)))
        out.insert(deployment_stream(live->deployment));
    auto release = request.release;
    if (const auto* project = directory_.project(request.project); release.empty() && project)
      release = release_id(request.project, request.commit, to_json(project->spec.build));
    want_release(release);
  };

  on<push_received>(event, [&](const push_received& e) { want_matching(e.repository); });
  on<release_tag_resolved>(event, [&](const release_tag_resolved& e) { want_matching(e.repository); });
  if (event.stream.starts_with("deployment-") && event.type != "step_started" &&
      event.type != "step_succeeded" && event.type != "step_failed" && event.type != "run_claimed" &&
      event.type != "run_queued")
    want_deployment(event.stream);
  if (event.stream.starts_with("release-") &&
      (event.type.starts_with("release_") || event.type == attention_answered::type)) {
    const auto found = releases_.find(event.stream);
    if (found == releases_.end())
      out.insert(event.stream);
    else
      want_all_of(found->second.request.project);
  }
  return {out.begin(), out.end()};
}

void gate::load(const std::string& stream, const std::vector<recorded_event>& events) {
  if (stream.starts_with("env-")) environments_[stream];
  if (stream.starts_with("deployment-")) deployments_[stream];
  if (stream.starts_with("release-")) releases_[stream];
  for (const auto& event : events) fold(event);
}

// Applies an event to the fold of its stream, once: what was emitted or loaded before comes by again in the
// log.
void gate::fold(const recorded_event& event) {
  directory_.apply(event);
  const auto apply = [&](auto& folds) {
    const auto found = folds.find(event.stream);
    if (found != folds.end() && event.version > found->second.version) found->second.apply(event);
  };
  if (event.stream.starts_with("env-"))
    apply(environments_);
  else if (event.stream.starts_with("deployment-"))
    apply(deployments_);
  else if (event.stream.starts_with("release-"))
    apply(releases_);
}

std::optional<std::int64_t> gate::version_of(const std::string& stream) const {
  const auto look = [&](const auto& folds) -> std::int64_t {
    const auto found = folds.find(stream);
    return found == folds.end() ? 0 : found->second.version;
  };
  if (stream.starts_with("env-")) return look(environments_);
  if (stream.starts_with("deployment-")) return look(deployments_);
  if (stream.starts_with("release-")) return look(releases_);
  if (stream.starts_with("project-"))
    if (const auto* project = directory_.project(stream.substr(8))) return project->version;
  return std::nullopt;
}

void gate::emit(const std::string& stream, new_event event) {
  auto part = std::find_if(decision_.parts.begin(), decision_.parts.end(),
                           [&](const auto& p) { return p.stream == stream; });
  const auto version = version_of(stream);
  if (part == decision_.parts.end()) part = decision_.parts.insert(part, {stream, version, {}});
  recorded_event now;
  now.stream = stream;
  now.version = version.value_or(0) + 1;
  now.type = event.type;
  now.data = event.data;
  event.causation = cause_;
  event.correlation = correlation_;
  part->events.push_back(std::move(event));
  load(stream, {});
  fold(now);
}

gate_decision gate::take() {
  // Nothing that has ended and is no longer waited for is worth its memory.
  if (deployments_.size() > 20000) deployments_.clear();
  if (releases_.size() > 20000) releases_.clear();
  return std::exchange(decision_, {});
}

void gate::forget() {
  environments_.clear();
  deployments_.clear();
  releases_.clear();
  decision_ = {};
}

}  // namespace eeveon
