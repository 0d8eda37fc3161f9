// What goes on with those that wait, run and end.
#include "core/gate/gate.hpp"

#include <algorithm>

#include "core/run/ends.hpp"
#include "core/run/events.hpp"

namespace eeveon {

void gate::release_has_changed(const release_brief& release) {
  const auto* project = directory_.project(release.request.project);
  if (!project) return;
  for (const auto& spec : project->spec.environments) {
    const auto& environment = environments_[environment_stream(release.request.project, spec.name)];
    for (const auto& waiting : std::vector(environment.queue)) {
      if (waiting.release != release.request.release) continue;
      auto request = deployments_[deployment_stream(waiting.deployment)].request;
      request.release = waiting.release;
      if (release.state == "failed" && !release.unwanted)
        end_waiting(request, "not built", make_event(deployment_failed{release.step, release.reason, false}));
      else if (release.state == "superseded" && must_be_head(request, spec) &&
               request.ref == release.request.ref)
        end_waiting(request, "superseded",
                    make_event(deployment_superseded{
                        release.head, "", request.ref + " has moved on to " + release.head.substr(0, 8)}));
      else
        want_release(request,
                     *project);  // who waits for the commit itself, for another ref, or has come since the
                                 // build was asked to end, waits for another build
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
  auto next = std::find_if(environment.queue.begin(), environment.queue.end(),
                           [&](const auto& w) { return w.trigger == "rollback"; });
  if (next == environment.queue.end()) next = environment.queue.begin();
  if (built(*next)) start(environment_state::waiting_one(*next), *project, *spec);
}

void gate::start(const environment_state::waiting_one& next, const project_entry& project,
                 const environment_spec& spec) {
  const auto& environment = environments_[environment_stream(project.spec.name, spec.name)];
  const auto& release = releases_[release_stream(next.release)].built;
  const auto& deployment = deployments_[deployment_stream(next.deployment)];
  const auto* live = environment.current();
  auto facts = facts_of(project, spec, directory_.nodes_of(spec), environment, release,
                        live ? releases_[release_stream(live->release)].built.recipe : json::object{});
  if (facts.nodes.empty())
    return end_waiting(
        {.deployment = next.deployment, .project = project.spec.name, .environment = spec.name}, "no nodes",
        make_event(deployment_failed{
            "", "the environment has no nodes: register them with `eeveon nodes add`", false}));
  // With 'queue' every commit has its turn, but deliveries come in any order: none may follow a newer one.
  const auto& request = deployment.request;
  const bool in_order = spec.queue == "queue" && is_automatic(request.trigger) && !request.ref.empty();
  if (next.check_ref || in_order) {
    facts.must_be_head_of = request.ref;
    facts.repository = project.url;
  }
  if (in_order) facts.in_order_after = live ? live->commit : std::string{};
  const auto made = make_deploy_plans(facts);
  const auto deploy = canonical_json(made.deploy), undo = canonical_json(made.undo);
  decision_.documents.push_back(deploy);
  decision_.documents.push_back(undo);
  const auto stream = deployment_stream(next.deployment);
  emit(stream,
       make_event(deployment_planned{to_hex(sha256(deploy)), to_hex(sha256(undo)), release.manifest}));
  environment_locked lock{
      next.deployment, queue_run(stream, project.spec.name + "/" + spec.name, "deploy"), next.release, {}};
  for (const auto& node : facts.nodes) lock.nodes.push_back(node.name);
  emit(environment_stream(project.spec.name, spec.name), make_event(lock));
}

// A deployment has ended: free its place, ask for the newer commit that ended it, let the next one go.
void gate::settle(const deployment_brief& ended) {
  const auto& request = ended.request;
  const auto& environment = environment_of(request);
  const auto waits = [&](const auto& w) { return w.deployment == request.deployment; };
  if (environment.locked_by == request.deployment)
    free_environment(ended);
  else if (std::any_of(environment.queue.begin(), environment.queue.end(), waits))
    emit(environment_stream(request.project, request.environment),
         make_event(deployment_dequeued{request.deployment, ended.status}));
  // Deliveries come in any order: the push of the head may have been told, and superseded, before this one.
  if (!ended.head.empty() && is_automatic(request.trigger))
    this->request({.project = request.project,
                   .environment = request.environment,
                   .commit = ended.head,
                   .ref = request.ref,
                   .trigger = request.trigger});
  start_next(request.project, request.environment);
}

// Tells what is live now, and keeps a bad commit out.
void gate::free_environment(const deployment_brief& ended) {
  const auto& request = ended.request;
  const auto ran = environment_of(request);
  const auto place = environment_stream(request.project, request.environment);
  emit(place, make_event(environment_unlocked{request.deployment, ended.status}));
  if (ended.status == "rolled_back")
    emit(place, make_event(commit_quarantined{request.commit, request.deployment, ended.reason}));
  if (ended.went_back && ended.status != "succeeded") tell_doubt(ended, ran);
  if (ended.status != "succeeded") return;
  const bool back = !request.rollback_of.empty();
  emit(place, make_event(release_went_live{request.deployment, ran.running_release, request.commit,
                                           ran.running_nodes, back}));
  if (back) {
    // What it takes back is what was live when it went, not when it was asked for.
    if (const auto* left = ran.current(); left && left->commit != request.commit) {
      emit(place, make_event(commit_quarantined{left->commit, left->deployment,
                                                "taken back by " + request.deployment}));
      emit(deployment_stream(left->deployment), make_event(deployment_taken_back{request.deployment}));
    }
  } else if (ran.quarantine.contains(request.commit)) {
    emit(place, make_event(quarantine_released{request.commit, "a person deployed it and it is healthy"}));
  }
}

// What was live is on no node for certain when going back has failed, and on every node when it has not.
void gate::tell_doubt(const deployment_brief& ended, const environment_state& ran) {
  const auto& request = ended.request;
  const auto place = environment_stream(request.project, request.environment);
  if (ended.status == "failed")
    return emit(place, make_event(nodes_in_doubt{request.deployment, ran.running_release, request.commit,
                                                 ended.reason, ran.running_nodes}));
  doubt_settled settled{request.deployment, {}};
  std::ranges::copy_if(ran.running_nodes, std::back_inserter(settled.nodes),
                       [&](const auto& node) { return ran.in_doubt.contains(node); });
  if (!settled.nodes.empty()) emit(place, make_event(settled));
}

// A build ends with the last one who waited for it.
void gate::end_unwanted_build(const std::string& id) {
  const auto release = releases_[release_stream(id)];
  const auto* project = directory_.project(release.request.project);
  if (release.state != "building" || release.unwanted || !project) return;
  for (const auto& spec : project->spec.environments)
    for (const auto& waiting : environments_[environment_stream(project->spec.name, spec.name)].queue)
      if (waiting.release == id) return;
  emit(release_stream(id), make_event(cancel_requested{"nobody waits for this build any more"}));
}

void gate::end_waiting(const deployment_requested& request, const std::string& why, new_event end) {
  emit(environment_stream(request.project, request.environment),
       make_event(deployment_dequeued{request.deployment, why}));
  emit(deployment_stream(request.deployment), std::move(end));
}

// A person has answered: the same run goes on where it waited.
void gate::continue_run(const std::string& stream, const std::string& run, const std::string& kind) {
  emit(stream, make_event(run_queued{run, kind}));
  decision_.requeue.push_back(run);
}

std::string gate::queue_run(const std::string& subject, const std::string& environment,
                            const std::string& kind) {
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
  on<deployment_requested>(event, [&](const deployment_requested& e) { admit(e); });
  if (event.type == release_built::type || event.type == release_build_failed::type ||
      event.type == release_superseded::type)
    release_has_changed(release_brief(releases_[event.stream]));
  if (event.stream.starts_with("deployment-")) {
    // Only what wants() has asked for is loaded.
    const auto found = deployments_.find(event.stream);
    const auto brief = found == deployments_.end() ? deployment_brief{} : found->second;
    if (ends_deployment(event.type)) settle(brief);
    if (event.type == attention_answered::type) continue_run(event.stream, brief.run, brief.kind);
    // Nobody works on a deployment that only waits, so it can end here and now.
    if (event.type == cancel_requested::type && brief.status == "queued" &&
        environment_of(brief.request).locked_by != brief.request.deployment) {
      std::string release;
      for (const auto& waiting : environment_of(brief.request).queue)
        if (waiting.deployment == brief.request.deployment) release = waiting.release;
      end_waiting(brief.request, "cancelled", make_event(deployment_cancelled{"cancelled while it waited"}));
      if (!release.empty()) end_unwanted_build(release);
    }
  }
  if (event.stream.starts_with("release-") && event.type == attention_answered::type)
    continue_run(event.stream, releases_[event.stream].run, "build");
  if (event.type == node_registered::type || event.type == project_applied::type)
    for (const auto& [name, project] : directory_.projects())
      for (const auto& spec : project.spec.environments)
        if (environments_.contains(environment_stream(name, spec.name))) start_next(name, spec.name);
}

void gate::react_with_noop(const recorded_event& event) {
  if (event.type != push_received::type && event.type != hook_event_ignored::type &&
      event.type != release_announced::type)
    return;
  const auto run = fresh("run");
  const auto stream = "noop-" + run;  // nobody's deployment
  auto queued = make_event(run_queued{run, "noop"});
  queued.causation = event.position;
  queued.correlation = event.correlation;
  decision_.parts.push_back({stream, 0, {std::move(queued)}});
  decision_.runs.push_back({run, stream, "", "noop"});
}

}  // namespace eeveon
