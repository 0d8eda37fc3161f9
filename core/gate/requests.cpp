// From facts to places in the queue: who is believed, what is asked for, what is let in.
#include <algorithm>

#include "core/base/names.hpp"
#include "core/gate/gate.hpp"
#include "core/system/events.hpp"

namespace eeveon {
namespace {

bool same_host(const repository_url& a, const repository_url& b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a.host(), b.host(), {}, lower, lower);
}

bool watches(const environment_spec& environment, std::string_view ref) {
  return std::any_of(environment.push.begin(), environment.push.end(),
                     [&](const auto& rule) { return whole_ref(rule) == ref; });
}

// Where a renamed repository is now, reached the way the spec reaches it: https stays https, ssh stays ssh.
// Empty when no address told could be fetched from. A provider moves a repository within its own host; who
// holds no more than a hook's secret must not lead us to another one, or to a folder of the worker.
std::string moved_url(const project_entry& project, const repository_identity& told) {
  const auto before = repository_url::parse(project.spec.repository);
  if (!before) return {};
  std::string other;
  for (const auto& url : told.urls) {
    const auto now = repository_url::parse(url);
    if (!now || !same_host(*now, *before)) continue;
    if (now->scheme() == before->scheme()) return url;
    if (other.empty()) other = url;
  }
  return other;
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
      request({.project = name,
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
        request({.project = name,
                 .environment = environment.name,
                 .commit = announced.commit,
                 .ref = "refs/tags/" + announced.tag,
                 .trigger = "release",
                 .message = announced.name,
                 .author = announced.author});
  }
}

// A person names what is wanted, and 'queue' deploys every commit; all else is deployed only while its ref
// names it.
bool gate::must_be_head(const deployment_requested& request, const environment_spec& environment) {
  return is_automatic(request.trigger) && !request.ref.empty() && environment.queue != "queue";
}

// Binds, follows a rename or another default branch, or reports a mismatch on the way.
bool gate::is_known_repository(const project_entry& project, const repository_identity& told) {
  const auto& name = project.spec.name;
  switch (match_repository(project, told)) {
    case repository_match::none: return false;
    case repository_match::mismatch:
      emit(system_stream,
           make_event(repository_mismatch_detected{name, project.repository_id, told.id, told.full_name}));
      return false;
    case repository_match::other_hook:
      emit(system_stream,
           make_event(repository_mismatch_detected{name, project.repository_id, told.id, told.full_name,
                                                   hook_for(project), hook_of(told)}));
      return false;
    case repository_match::binds_now:
      emit(project_stream(name),
           make_event(repository_bound{told.provider, told.id, told.full_name, hook_of(told)}));
      [[fallthrough]];  // whoever was bound before may have told of another address
    case repository_match::bound: {
      const bool stayed = std::any_of(told.urls.begin(), told.urls.end(),
                                      [&](const auto& url) { return same_repository_url(url, project.url); });
      if (auto url = stayed ? std::string{} : moved_url(project, told); !url.empty())
        emit(project_stream(name), make_event(repository_renamed{told.full_name, std::move(url)}));
    }
  }
  if (!told.default_branch.empty() && told.default_branch != project.default_branch)
    emit(project_stream(name), make_event(default_branch_told{told.default_branch}));
  return true;
}

void gate::request(deployment_requested request) {
  const auto& environment = environment_of(request);
  const auto same = [&](const auto& other) {
    return !request.commit.empty() && other.commit == request.commit;
  };
  // Webhook and polling tell of the same head, GitHub repeats itself: what is live, running or waiting is not
  // asked for again.
  if (std::any_of(environment.queue.begin(), environment.queue.end(), same)) return;
  if (environment.busy()) {
    const auto running = deployments_.find(deployment_stream(environment.locked_by));
    if (running != deployments_.end() && running->second.request.commit == request.commit &&
        running->second.request.rollback_of.empty())
      return;
  } else if (environment.queue.empty() && environment.current() && same(*environment.current())) {
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
    return emit(stream,
                make_event(deployment_failed{
                    "", "there is no environment " + request.project + "/" + request.environment, false}));
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
             make_event(deployment_superseded{request.commit, request.deployment,
                                              "a newer deployment took its place"}));
      }
  auto entry = request;
  if (entry.release.empty())
    entry.release = release_id(request.project, request.commit, to_json(project->spec.build));
  const auto& state = releases_[release_stream(entry.release)].state;
  const bool asked_before = state == "built" || state == "building";
  emit(place, make_event(deployment_enqueued{entry.deployment, entry.release, entry.commit, entry.trigger,
                                             asked_before && must_be_head(request, *spec)}));
  want_release(entry, *project);
  start_next(request.project, request.environment);
}

void gate::want_release(const deployment_requested& request, const project_entry& project) {
  const auto stream = release_stream(request.release);
  auto& release = releases_[stream];
  if (release.state == "built" || release.state == "building") return;
  if (request.trigger == "rollback")
    return end_waiting(
        request, "gone",
        make_event(deployment_failed{"", "release " + request.release + " was never built", false}));
  const auto* spec = project.spec.find(request.environment);
  const bool fresh_only = spec && must_be_head(request, *spec);
  // The recipe is part of the release's id: asked for again, it is built by the same one, though the spec has
  // changed.
  const bool again = !release.request.release.empty();
  emit(stream, make_event(release_requested{request.release, request.project, request.commit, project.url,
                                            fresh_only ? request.ref : std::string{},
                                            again ? release.request.recipe : to_json(project.spec.build),
                                            again ? release.request.spec_digest : to_hex(project.spec_digest),
                                            bases_of(project, request.commit)}));
  queue_run(stream, "", "build");
}

// What this commit may come to replace: what is live in the project's environments, and what is on its way.
std::vector<std::string> gate::bases_of(const project_entry& project, const std::string& commit) const {
  std::vector<std::string> out;
  const auto add = [&](const std::string& base) {
    if (base != commit && !base.empty() && out.size() < release_requested::most_bases &&
        std::ranges::find(out, base) == out.end())
      out.push_back(base);
  };
  for (const auto& spec : project.spec.environments) {
    const auto found = environments_.find(environment_stream(project.spec.name, spec.name));
    if (found == environments_.end()) continue;
    if (const auto* live = found->second.current()) add(live->commit);
    const auto running = deployments_.find(deployment_stream(found->second.locked_by));
    if (found->second.busy() && running != deployments_.end()) add(running->second.request.commit);
  }
  return out;
}

}  // namespace eeveon
