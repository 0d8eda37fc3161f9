#include "core/gate/gate.hpp"

#include <algorithm>

#include "core/run/events.hpp"
#include "core/system/events.hpp"

namespace eeveon {
namespace {

bool is_automatic(std::string_view trigger) { return trigger == "push" || trigger == "poll" || trigger == "release"; }

bool is_terminal(std::string_view type) {
  for (const auto end : {deployment_succeeded::type, deployment_failed::type, deployment_rolled_back::type,
                         deployment_cancelled::type, deployment_superseded::type})
    if (type == end) return true;
  return false;
}

bool watches(const environment_spec& environment, std::string_view ref) {
  return std::any_of(environment.push.begin(), environment.push.end(), [&](const auto& rule) { return whole_ref(rule) == ref; });
}

}  // namespace

environment_state& gate::environment_of(const deployment_requested& request) {
  return environments_[environment_stream(request.project, request.environment)];
}

void gate::react_to_push(const push_received& push) {
  // A deleted branch and a push that created nothing to deploy change no environment.
  if (push.deleted || push.after.find_first_not_of('0') == std::string::npos) return;
  for (const auto& [name, project] : std::map(directory_.projects())) {
    if (!is_known_repository(project, push.repository)) continue;
    for (const auto& environment : project.spec.environments) {
      if (!watches(environment, push.ref)) continue;
      request(*directory_.project(name), environment,
              {.project = name,
               .environment = environment.name,
               .commit = push.after,
               .ref = push.ref,
               .trigger = push.repository.provider == "poll" ? "poll" : "push",
               .message = push.message,
               .author = push.author});
    }
  }
}

void gate::react_to_tag(const release_tag_resolved& announced) {
  for (const auto& [name, project] : std::map(directory_.projects())) {
    if (!is_known_repository(project, announced.repository)) continue;
    for (const auto& environment : project.spec.environments)
      if (environment.on_release)
        request(*directory_.project(name), environment,
                {.project = name,
                 .environment = environment.name,
                 .commit = announced.commit,
                 .ref = "refs/tags/" + announced.tag,
                 .trigger = "release",
                 .message = announced.name,
                 .author = announced.author});
  }
}

// Binds, follows a rename or reports a mismatch on the way.
bool gate::is_known_repository(const project_entry& project, const repository_identity& told) {
  const auto& name = project.spec.name;
  switch (match_repository(project, told)) {
    case repository_match::none: return false;
    case repository_match::mismatch:
      emit(system_stream, make_event(repository_mismatch_detected{name, project.repository_id, told.id, told.full_name}));
      return false;
    case repository_match::binds_now:
      emit(project_stream(name), make_event(repository_bound{told.provider, told.id, told.full_name}));
      return true;
    case repository_match::bound: break;
  }
  const bool moved = !told.urls.empty() && std::none_of(told.urls.begin(), told.urls.end(), [&](const auto& url) {
    return same_repository_url(url, project.url);
  });
  if (moved) emit(project_stream(name), make_event(repository_renamed{told.full_name, told.urls.front()}));
  return true;
}

void gate::request(const project_entry&, const environment_spec&, deployment_requested request) {
  const auto& environment = environment_of(request);
  const auto same = [&](const auto& other) { return !request.commit.empty() && other.commit == request.commit; };
  // Webhook and polling tell of the same head, GitHub repeats itself: what is live, running or waiting is not asked
  // for again.
  if (std::any_of(environment.queue.begin(), environment.queue.end(), same)) return;
  if (environment.busy()) {
    const auto running = deployments_.find(deployment_stream(environment.locked_by));
    if (running != deployments_.end() && running->second.request.commit == request.commit &&
        running->second.request.rollback_of.empty())
      return;
  } else if (environment.current() && same(*environment.current())) {
    return;
  }
  request.deployment = fresh("dep");
  emit(deployment_stream(request.deployment), make_event(request));
}

void gate::admit(const deployment_requested& request) {
  const auto stream = deployment_stream(request.deployment);
  const auto* project = directory_.project(request.project);
  const auto* spec = project ? project->spec.find(request.environment) : nullptr;
  if (!spec)
    return emit(stream, make_event(deployment_failed{"", "there is no environment " + request.project + "/" + request.environment, false}));
  auto& environment = environment_of(request);
  const bool automatic = is_automatic(request.trigger);
  if (const auto checked = preview_request(environment, *spec, request.commit, automatic);
      !checked.allowed && request.trigger != "rollback")
    return emit(stream, make_event(deployment_cancelled{checked.reason}));

  // A newer automatic request replaces older ones; so does a rollback, or it would not last.
  const auto place = environment_stream(request.project, request.environment);
  if ((automatic && spec->queue == "supersede") || request.trigger == "rollback")
    for (const auto& older : std::vector(environment.queue))
      if (is_automatic(older.trigger)) {
        emit(place, make_event(deployment_dequeued{older.deployment, "superseded"}));
        emit(deployment_stream(older.deployment),
             make_event(deployment_superseded{request.commit, request.deployment, "a newer deployment took its place"}));
      }
  auto entry = request;
  if (entry.release.empty()) entry.release = release_id(request.project, request.commit, to_json(project->spec.build));
  emit(place, make_event(deployment_enqueued{entry.deployment, entry.release, entry.commit, entry.trigger}));
  want_release(entry, *project);
  start_next(request.project, request.environment);
}

void gate::want_release(const deployment_requested& request, const project_entry& project) {
  const auto stream = release_stream(request.release);
  auto& release = releases_[stream];
  if (release.state == "built" || release.state == "building") return;
  if (request.trigger == "rollback")
    return end_waiting(request, "gone", make_event(deployment_failed{"", "release " + request.release + " was never built", false}));
  const auto* spec = project.spec.find(request.environment);
  const bool fresh_only = is_automatic(request.trigger) && !request.ref.empty() && spec && spec->queue != "queue";
  emit(stream, make_event(release_requested{request.release, request.project, request.commit, project.url,
                                            fresh_only ? request.ref : std::string{}, to_json(project.spec.build),
                                            to_hex(project.spec_digest)}));
  queue_run(stream, "", "build");
}

void gate::release_has_changed(const release_brief& release) {
  const auto* project = directory_.project(release.request.project);
  if (!project) return;
  for (const auto& spec : project->spec.environments) {
    auto& environment = environments_[environment_stream(release.request.project, spec.name)];
    for (const auto& waiting : std::vector(environment.queue)) {
      if (waiting.release != release.request.release) continue;
      deployment_requested request{.deployment = waiting.deployment, .project = release.request.project, .environment = spec.name};
      if (release.state == "failed")
        end_waiting(request, "not built", make_event(deployment_failed{release.step, release.reason, false}));
      else if (release.state == "superseded")
        end_waiting(request, "superseded",
                    make_event(deployment_superseded{release.head, "", release.request.ref + " has moved on to " + release.head.substr(0, 8)}));
    }
    start_next(release.request.project, spec.name);
  }
}

void gate::start_next(const std::string& project_name, const std::string& environment_name) {
  const auto* project = directory_.project(project_name);
  const auto* spec = project ? project->spec.find(environment_name) : nullptr;
  if (!spec) return;
  auto& environment = environments_[environment_stream(project_name, environment_name)];
  if (environment.busy() || environment.queue.empty()) return;
  const auto built = [&](const auto& waiting) {
    const auto found = releases_.find(release_stream(waiting.release));
    return found != releases_.end() && found->second.state == "built";
  };
  // A rollback goes before everything else; the others keep their order.
  auto next = std::find_if(environment.queue.begin(), environment.queue.end(), [&](const auto& w) { return w.trigger == "rollback"; });
  if (next == environment.queue.end()) next = environment.queue.begin();
  if (built(*next)) start(environment_state::waiting_one(*next), *project, *spec);
}

void gate::start(const environment_state::waiting_one& next, const project_entry& project, const environment_spec& spec) {
  auto& environment = environments_[environment_stream(project.spec.name, spec.name)];
  const auto& release = releases_[release_stream(next.release)];
  const auto& deployment = deployments_[deployment_stream(next.deployment)];
  deploy_facts facts{.project = project.spec.name,
                     .environment = spec.name,
                     .release = release.built,
                     .nodes = directory_.nodes_of(spec),
                     .spec = spec,
                     .previous = environment.current() ? environment.current()->release : "",
                     .keep = project.spec.keep};
  if (facts.nodes.empty())
    return end_waiting({.deployment = next.deployment, .project = project.spec.name, .environment = spec.name}, "no nodes",
                       make_event(deployment_failed{"", "the environment has no nodes: register them with `eeveon nodes add`", false}));
  if (environment.current()) facts.keep_releases.push_back(environment.current()->release);
  if (const auto* previous = environment.previous()) facts.keep_releases.push_back(previous->release);
  // Nobody has looked at the ref lately when the release stood ready already.
  if (is_automatic(next.trigger) && spec.queue != "queue" && release.request.ref != deployment.request.ref &&
      !deployment.request.ref.empty()) {
    facts.must_be_head_of = deployment.request.ref;
    facts.repository = project.url;
  }
  const auto made = make_deploy_plans(facts);
  const auto deploy = canonical_json(made.deploy), undo = canonical_json(made.undo);
  decision_.documents.push_back(deploy);
  decision_.documents.push_back(undo);
  const auto stream = deployment_stream(next.deployment);
  emit(stream, make_event(deployment_planned{to_hex(sha256(deploy)), to_hex(sha256(undo)), release.built.manifest}));
  const auto run = queue_run(stream, project.spec.name + "/" + spec.name, "deploy");
  emit(environment_stream(project.spec.name, spec.name), make_event(environment_locked{next.deployment, run}));
}

// A deployment has ended: free its environment, tell what is live, keep a bad commit out, let the next one go.
void gate::settle(const deployment_brief& ended) {
  const auto& request = ended.request;
  auto& environment = environment_of(request);
  const auto place = environment_stream(request.project, request.environment);
  if (environment.locked_by != request.deployment) {
    const auto waits = [&](const auto& w) { return w.deployment == request.deployment; };
    if (std::any_of(environment.queue.begin(), environment.queue.end(), waits))
      emit(place, make_event(deployment_dequeued{request.deployment, ended.status}));
    return start_next(request.project, request.environment);
  }
  emit(place, make_event(environment_unlocked{request.deployment, ended.status}));
  if (ended.status == "succeeded") {
    const auto* before = environment.current();
    const auto left = before ? *before : environment_state::live_one{};
    const auto* project = directory_.project(request.project);
    const auto* spec = project ? project->spec.find(request.environment) : nullptr;
    std::vector<std::string> nodes;
    if (spec)
      for (const auto& node : directory_.nodes_of(*spec)) nodes.push_back(node.name);
    const auto release = request.release.empty() && project ? release_id(request.project, request.commit, to_json(project->spec.build)) : request.release;
    const bool back = !request.rollback_of.empty();
    emit(place, make_event(release_went_live{request.deployment, release, request.commit, nodes, back}));
    if (back) {
      if (left.commit != request.commit)
        emit(place, make_event(commit_quarantined{left.commit, left.deployment, "taken back by " + request.deployment}));
      emit(deployment_stream(request.rollback_of), make_event(deployment_taken_back{request.deployment}));
    } else if (environment.quarantine.contains(request.commit)) {
      emit(place, make_event(quarantine_released{request.commit, "a person deployed it and it is healthy"}));
    }
  } else if (ended.status == "rolled_back") {
    emit(place, make_event(commit_quarantined{request.commit, request.deployment, ended.reason}));
  }
  start_next(request.project, request.environment);
}

void gate::end_waiting(const deployment_requested& request, const std::string& why, new_event end) {
  emit(environment_stream(request.project, request.environment), make_event(deployment_dequeued{request.deployment, why}));
  emit(deployment_stream(request.deployment), std::move(end));
}

// A person has answered: the same run goes on where it waited.
void gate::continue_run(const std::string& stream, const std::string& run, const std::string& kind) {
  emit(stream, make_event(run_queued{run, kind}));
  decision_.requeue.push_back(run);
}

std::string gate::queue_run(const std::string& subject, const std::string& environment, const std::string& kind) {
  const auto run = fresh("run");
  emit(subject, make_event(run_queued{run, kind}));
  decision_.runs.push_back({run, subject, environment, kind});
  return run;
}

void gate::react(const recorded_event& event) {
  cause_ = event.position;
  correlation_ = event.correlation;
  fold(event);
  on<push_received>(event, [&](const push_received& e) { react_to_push(e); });
  on<release_tag_resolved>(event, [&](const release_tag_resolved& e) { react_to_tag(e); });
  on<deployment_requested>(event, [&](const deployment_requested& e) { if (e.trigger != "noop") admit(e); });
  if (event.type == release_built::type || event.type == release_build_failed::type || event.type == release_superseded::type)
    release_has_changed(release_brief(releases_[event.stream]));
  if (event.stream.starts_with("deployment-")) {
    const auto brief = deployments_[event.stream];
    if (is_terminal(event.type)) settle(brief);
    if (event.type == attention_answered::type) continue_run(event.stream, brief.run, brief.kind);
    // Nobody works on a deployment that only waits, so it can end here and now.
    if (event.type == cancel_requested::type && brief.status == "queued" && environment_of(brief.request).locked_by != brief.request.deployment)
      end_waiting(brief.request, "cancelled", make_event(deployment_cancelled{"cancelled while it waited"}));
  }
  if (event.stream.starts_with("release-") && event.type == attention_answered::type)
    continue_run(event.stream, releases_[event.stream].run, "build");
  if (event.type == node_registered::type || event.type == project_applied::type)
    for (const auto& [name, project] : directory_.projects())
      for (const auto& spec : project.spec.environments)
        if (environments_.contains(environment_stream(name, spec.name))) start_next(name, spec.name);
}

void gate::react_with_noop(const recorded_event& event) {
  if (event.type != push_received::type && event.type != hook_event_ignored::type && event.type != release_announced::type) return;
  const auto id = fresh("dep");
  const auto stream = deployment_stream(id);
  const auto run = fresh("run");
  auto requested = make_event(deployment_requested{.deployment = id, .trigger = "noop"});
  auto queued = make_event(run_queued{run, "noop"});
  requested.causation = queued.causation = event.position;
  requested.correlation = queued.correlation = event.correlation;
  decision_.parts.push_back({stream, 0, {std::move(requested), std::move(queued)}});
  decision_.runs.push_back({run, stream, "", "noop"});
}

}  // namespace eeveon
