#include "core/projections/views.hpp"

#include <algorithm>

#include "core/deployment/events.hpp"
#include "core/environment/events.hpp"
#include "core/release/events.hpp"
#include "core/run/events.hpp"

namespace eeveon {
namespace {

constexpr std::string_view deployment_prefix = "deployment-";
constexpr std::string_view environment_prefix = "env-";

std::string key_of(const recorded_event& event, std::string_view prefix) {
  return event.stream.substr(prefix.size());
}

}  // namespace

// One function per event type; what is not listed changes no row.
struct views::handlers {
  using handler = void (*)(views&, const recorded_event&);
  template <class Event>
  using typed = void (*)(views&, const recorded_event&, const Event&);

  template <class Event, typed<Event> Function>
  static void call(views& self, const recorded_event& event) {
    if (const auto decoded = decode<Event>(event)) Function(self, event, *decoded);
  }
  static const std::unordered_map<std::string_view, handler>& table();

  static void applied(views& v, const recorded_event& e, const project_applied& p) {
    const auto* entry = v.directory_.project(p.name);
    if (!entry) return;
    auto& row = v.projects_[p.name];
    row.name = p.name;
    row.repository = entry->url;
    row.repository_bound = !entry->repository_id.empty();
    row.applied_at = to_rfc3339(e.recorded_at);
    row.environments.clear();
    for (const auto& spec : entry->spec.environments) {
      row.environments.push_back(spec.name);
      auto& environment = v.environments_[p.name + "/" + spec.name];
      environment.project = p.name;
      environment.name = spec.name;
      environment.queue_policy = spec.queue;
      environment.deploy_on = spec.on_release     ? "release published"
                              : spec.push.empty() ? ""
                                                  : "push " + spec.push.front();
    }
    v.place_nodes();
    v.changed("project", p.name, e.position);
    for (const auto& name : row.environments) v.changed("environment", p.name + "/" + name, e.position);
  }
  static void bound(views& v, const recorded_event& e, const repository_bound& b) {
    const auto name = key_of(e, "project-");
    v.projects_[name].repository_bound = true;
    v.projects_[name].full_name = b.full_name;
    v.changed("project", name, e.position);
  }
  static void renamed(views& v, const recorded_event& e, const repository_renamed& r) {
    const auto name = key_of(e, "project-");
    v.projects_[name].repository = r.url;
    v.projects_[name].full_name = r.full_name;
    v.changed("project", name, e.position);
  }
  static void node_in(views& v, const recorded_event& e, const node_registered& n) {
    auto& row = v.nodes_[n.name];
    row.name = n.name, row.kind = n.kind, row.address = n.address, row.groups = n.groups;
    v.place_nodes();
    v.changed("node", n.name, e.position);
    for (const auto& [key, environment] : v.environments_) v.changed("environment", key, e.position);
  }
  static void node_out(views& v, const recorded_event& e, const node_removed& n) {
    v.nodes_.erase(n.name);
    v.place_nodes();
    v.changed("node", n.name, e.position);
    for (const auto& [key, environment] : v.environments_) v.changed("environment", key, e.position);
  }
  static void health(views& v, const recorded_event& e, const node_health_changed& h) {
    const auto found = v.nodes_.find(h.node);
    if (found == v.nodes_.end()) return;
    auto& row = found->second;
    row.checks[h.project + "/" + h.environment] = h.health;
    const bool down =
        std::any_of(row.checks.begin(), row.checks.end(), [](const auto& c) { return c.second == "down"; });
    row.health = down ? "down" : "up";
    row.health_detail = h.detail;
    row.health_since = to_rfc3339(e.recorded_at);
    v.changed("node", h.node, e.position);
  }

  static void requested(views& v, const recorded_event& e, const deployment_requested& d) {
    auto& row = v.deployments_[d.deployment];
    row = {.id = d.deployment,
           .project = d.project,
           .environment = d.environment,
           .commit = d.commit,
           .message = d.message,
           .author = d.author,
           .ref = d.ref,
           .trigger = d.trigger,
           .actor = e.actor,
           .requested_at = to_rfc3339(e.recorded_at),
           .rollback_of = d.rollback_of,
           .release = d.release,
           .position = e.position};
    v.changed("deployment", d.deployment, e.position);
  }
  static void claimed(views& v, const recorded_event& e, const run_claimed&) {
    if (auto* row = v.deployment_of(e)) {
      row->status = "running";
      if (row->started_at.empty()) row->started_at = to_rfc3339(e.recorded_at);
    }
  }
  static void attention(views& v, const recorded_event& e, const attention_needed& a) {
    if (auto* row = v.deployment_of(e)) row->status = "needs_attention", row->reason = a.reason;
  }
  static void answered(views& v, const recorded_event& e, const attention_answered&) {
    if (auto* row = v.deployment_of(e)) row->status = "running", row->reason.clear();
  }
  static void succeeded(views& v, const recorded_event& e, const deployment_succeeded&) {
    v.end(e, "succeeded", "");
  }
  static void failed(views& v, const recorded_event& e, const deployment_failed& d) {
    v.end(e, "failed", d.reason);
  }
  static void rolled_back(views& v, const recorded_event& e, const deployment_rolled_back& d) {
    v.end(e, "rolled_back", d.reason);
  }
  static void cancelled(views& v, const recorded_event& e, const deployment_cancelled& d) {
    v.end(e, "cancelled", d.reason);
  }
  static void superseded(views& v, const recorded_event& e, const deployment_superseded& d) {
    v.end(e, "superseded", d.reason);
  }
  static void taken_back(views& v, const recorded_event& e, const deployment_taken_back& d) {
    if (auto* row = v.deployment_of(e)) row->rolled_back_by = d.by;
  }

  static void release_asked(views& v, const recorded_event& e, const release_requested& r) {
    auto& row = v.releases_[r.release];
    row.id = r.release, row.project = r.project, row.commit = r.commit, row.state = "building",
    row.reason.clear();
    row.position = e.position;
    v.changed("release", r.release, e.position);
  }
  static void built(views& v, const recorded_event& e, const release_built& r) {
    auto& row = v.releases_[r.release];
    row.id = r.release, row.project = r.project, row.commit = r.commit, row.state = "built";
    row.message = r.message, row.author = r.author, row.authored_at = r.authored_at,
    row.artifact_digest = r.artifact;
    row.built_at = to_rfc3339(e.recorded_at);
    v.changed("release", r.release, e.position);
    for (const auto& [key, environment] : v.environments_)
      if (environment.project == r.project)
        for (const auto& waiting : environment.waiting) v.tell_commit(waiting.deployment, row, e.position);
  }
  static void build_failed(views& v, const recorded_event& e, const release_build_failed& r) {
    auto& row = v.releases_[r.release];
    row.state = "failed", row.reason = r.reason;
    v.changed("release", r.release, e.position);
  }
  static void release_outrun(views& v, const recorded_event& e, const release_superseded& r) {
    auto& row = v.releases_[r.release];
    row.state = "superseded", row.reason = "its ref has moved on to " + r.head.substr(0, 8);
    v.changed("release", r.release, e.position);
  }

  static environment_row& environment_of(views& v, const recorded_event& e) {
    const auto key = key_of(e, environment_prefix);
    v.changed("environment", key, e.position);
    auto& row = v.environments_[key];
    if (row.name.empty())
      row.project = key.substr(0, key.find('/')), row.name = key.substr(key.find('/') + 1);
    return row;
  }
  // As environment_state::previous(): what is quarantined is nothing to go back to.
  static void find_previous(environment_row& row) {
    const auto is_bad = [&](const auto& l) {
      return std::any_of(row.quarantine.begin(), row.quarantine.end(),
                         [&](const auto& q) { return q.commit == l.commit; });
    };
    row.previous.reset();
    for (auto it = row.history.rbegin(); it != row.history.rend() && !row.previous; ++it)
      if (it->release != row.current->release && !is_bad(*it)) row.previous = *it;
  }
  static void enqueued(views& v, const recorded_event& e, const deployment_enqueued& d) {
    auto& row = environment_of(v, e);
    row.waiting.push_back({d.deployment, d.commit});
    if (is_automatic(d.trigger))
      std::erase_if(row.quarantine, [&](const auto& q) { return q.commit != d.commit; });
    find_previous(row);
    if (const auto found = v.deployments_.find(d.deployment);
        found != v.deployments_.end() && found->second.release.empty()) {
      found->second.release = d.release;
      v.changed("deployment", d.deployment, e.position);
    }
    if (const auto release = v.releases_.find(d.release); release != v.releases_.end())
      v.tell_commit(d.deployment, release->second, e.position);
  }
  static void dequeued(views& v, const recorded_event& e, const deployment_dequeued& d) {
    std::erase_if(environment_of(v, e).waiting, [&](const auto& w) { return w.deployment == d.deployment; });
  }
  static void locked(views& v, const recorded_event& e, const environment_locked& d) {
    auto& row = environment_of(v, e);
    std::erase_if(row.waiting, [&](const auto& w) { return w.deployment == d.deployment; });
    row.lock = {d.deployment, to_rfc3339(e.recorded_at)};
  }
  static void unlocked(views& v, const recorded_event& e, const environment_unlocked& d) {
    auto& row = environment_of(v, e);
    row.lock.reset();
    row.last_status = d.outcome;
    row.last_deployment = d.deployment;
    row.outcomes.push_back({d.deployment, d.outcome});
    if (row.outcomes.size() > 10) row.outcomes.erase(row.outcomes.begin());
  }
  static void went_live(views& v, const recorded_event& e, const release_went_live& r) {
    auto& row = environment_of(v, e);
    environment_row::live now{.release = r.release,
                              .commit = r.commit,
                              .deployment = r.deployment,
                              .since = to_rfc3339(e.recorded_at)};
    if (const auto release = v.releases_.find(r.release); release != v.releases_.end())
      now.message = release->second.message, now.author = release->second.author;
    auto& history = row.history;
    if (r.taken_back) {
      const auto target = std::find_if(history.rbegin(), history.rend(),
                                       [&](const auto& l) { return l.release == r.release; });
      if (target != history.rend()) history.erase(target.base() - 1, history.end());
    }
    history.push_back(now);
    if (history.size() > 20) history.erase(history.begin());
    row.current = now;
    find_previous(row);
    for (const auto& node : r.nodes)
      if (const auto found = v.nodes_.find(node); found != v.nodes_.end()) {
        found->second.live[key_of(e, environment_prefix)] = r.release;
        v.changed("node", node, e.position);
      }
  }
  static void quarantined(views& v, const recorded_event& e, const commit_quarantined& q) {
    auto& row = environment_of(v, e);
    std::erase_if(row.quarantine, [&](const auto& r) { return r.commit == q.commit; });
    row.quarantine.push_back({q.commit, q.deployment, q.reason, to_rfc3339(e.recorded_at)});
    find_previous(row);
  }
  static void released(views& v, const recorded_event& e, const quarantine_released& q) {
    auto& row = environment_of(v, e);
    std::erase_if(row.quarantine, [&](const auto& r) { return r.commit == q.commit; });
    find_previous(row);
  }
};

const std::unordered_map<std::string_view, views::handlers::handler>& views::handlers::table() {
  static const std::unordered_map<std::string_view, handler> all{
      {project_applied::type, call<project_applied, applied>},
      {repository_bound::type, call<repository_bound, bound>},
      {repository_renamed::type, call<repository_renamed, renamed>},
      {node_registered::type, call<node_registered, node_in>},
      {node_removed::type, call<node_removed, node_out>},
      {node_health_changed::type, call<node_health_changed, health>},
      {deployment_requested::type, call<deployment_requested, requested>},
      {run_claimed::type, call<run_claimed, claimed>},
      {attention_needed::type, call<attention_needed, attention>},
      {attention_answered::type, call<attention_answered, answered>},
      {deployment_succeeded::type, call<deployment_succeeded, succeeded>},
      {deployment_failed::type, call<deployment_failed, failed>},
      {deployment_rolled_back::type, call<deployment_rolled_back, rolled_back>},
      {deployment_cancelled::type, call<deployment_cancelled, cancelled>},
      {deployment_superseded::type, call<deployment_superseded, superseded>},
      {deployment_taken_back::type, call<deployment_taken_back, taken_back>},
      {release_requested::type, call<release_requested, release_asked>},
      {release_built::type, call<release_built, built>},
      {release_build_failed::type, call<release_build_failed, build_failed>},
      {release_superseded::type, call<release_superseded, release_outrun>},
      {deployment_enqueued::type, call<deployment_enqueued, enqueued>},
      {deployment_dequeued::type, call<deployment_dequeued, dequeued>},
      {environment_locked::type, call<environment_locked, locked>},
      {environment_unlocked::type, call<environment_unlocked, unlocked>},
      {release_went_live::type, call<release_went_live, went_live>},
      {commit_quarantined::type, call<commit_quarantined, quarantined>},
      {quarantine_released::type, call<quarantine_released, released>},
  };
  return all;
}

void views::apply(const recorded_event& event) {
  directory_.apply(event);
  const auto& table = handlers::table();
  if (const auto found = table.find(event.type); found != table.end()) found->second(*this, event);
}

deployment_row* views::deployment_of(const recorded_event& event) {
  if (!event.stream.starts_with(deployment_prefix)) return nullptr;
  const auto found = deployments_.find(key_of(event, deployment_prefix));
  if (found == deployments_.end()) return nullptr;
  changed("deployment", found->first, event.position);
  return &found->second;
}

void views::end(const recorded_event& event, std::string_view status, const std::string& reason) {
  auto* row = deployment_of(event);
  if (!row) return;
  row->status = status;
  row->reason = reason;
  row->finished_at = to_rfc3339(event.recorded_at);
}

// Who asked by a commit's id alone learns of its message from the build.
void views::tell_commit(const std::string& deployment, const release_row& release, std::int64_t position) {
  const auto found = deployments_.find(deployment);
  if (found == deployments_.end() || found->second.release != release.id || !found->second.message.empty() ||
      release.message.empty())
    return;
  found->second.message = release.message, found->second.author = release.author;
  changed("deployment", deployment, position);
}

void views::place_nodes() {
  for (auto& [key, row] : environments_) {
    row.nodes.clear();
    const auto* project = directory_.project(row.project);
    const auto* spec = project ? project->spec.find(row.name) : nullptr;
    if (!spec) continue;
    for (const auto& node : directory_.nodes_of(*spec)) row.nodes.push_back(node.name);
  }
}

}  // namespace eeveon
