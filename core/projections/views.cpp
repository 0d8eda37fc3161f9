#include "core/projections/views.hpp"

#include <algorithm>

#include "core/deployment/events.hpp"
#include "core/projections/views_table.hpp"
#include "core/release/events.hpp"
#include "core/run/events.hpp"

namespace eeveon {
namespace {

constexpr std::string_view deployment_prefix = "deployment-";

}  // namespace

using projection::key_of;

// One function per event type; what is not listed changes no row.
struct views::handlers {
  static const projection::table& all();

  static void applied(views& v, const recorded_event& e, const project_applied& p) {
    const auto* entry = v.directory_.project(p.name);
    if (!entry) return;
    auto& row = v.projects_[p.name];
    row.name = p.name;
    row.repository = entry->spec.repository;
    row.url_seen = entry->url == row.repository ? "" : entry->url;
    row.default_branch = entry->default_branch;
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
    v.place_nodes(e.position);
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
    v.projects_[name].url_seen = r.url;
    v.projects_[name].full_name = r.full_name;
    v.changed("project", name, e.position);
  }
  static void branch_told(views& v, const recorded_event& e, const default_branch_told& d) {
    const auto name = key_of(e, "project-");
    v.projects_[name].default_branch = d.branch;
    v.changed("project", name, e.position);
  }
  static void node_in(views& v, const recorded_event& e, const node_registered& n) {
    auto& row = v.nodes_[n.name];
    row.name = n.name, row.kind = n.kind, row.address = n.address, row.groups = n.groups;
    v.place_nodes(e.position);
    v.changed("node", n.name, e.position);
  }
  static void node_out(views& v, const recorded_event& e, const node_removed& n) {
    v.nodes_.erase(n.name);
    v.place_nodes(e.position);
    v.changed("node", n.name, e.position);
  }
  static void health(views& v, const recorded_event& e, const node_health_changed& h) {
    const auto found = v.nodes_.find(h.node);
    if (found == v.nodes_.end()) return;
    auto& row = found->second;
    const auto key = h.project + "/" + h.environment;
    row.checks[key] = h.health;
    row.details[key] = h.detail;
    row.judge();
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
           .note = d.note,
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
  static void answered(views& v, const recorded_event& e, const attention_answered& a) {
    if (auto* row = v.deployment_of(e)) {
      row->status = "running", row->reason.clear();
      if (row->note.empty()) row->note = a.note;
    }
  }
  static void cancel_asked(views& v, const recorded_event& e, const cancel_requested& c) {
    if (c.note.empty()) return;
    if (auto* row = v.deployment_of(e); row && row->note.empty()) row->note = c.note;
  }
  static void goes_back(views& v, const recorded_event& e, const undo_started&) {
    if (auto* row = v.deployment_of(e); row && row->undo_at.empty()) row->undo_at = to_rfc3339(e.recorded_at);
  }
  static void succeeded(views& v, const recorded_event& e, const deployment_succeeded&) {
    v.end(e, "succeeded", "");
  }
  static void failed(views& v, const recorded_event& e, const deployment_failed& d) {
    v.end(e, "failed", d.reason);
    if (auto* row = v.deployment_of(e)) row->switched = d.switched;
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
};

const projection::table& views::handlers::all() {
  static const auto every = [] {
    projection::table out{
        {project_applied::type, projection::call<project_applied, applied>},
        {repository_bound::type, projection::call<repository_bound, bound>},
        {repository_renamed::type, projection::call<repository_renamed, renamed>},
        {default_branch_told::type, projection::call<default_branch_told, branch_told>},
        {node_registered::type, projection::call<node_registered, node_in>},
        {node_removed::type, projection::call<node_removed, node_out>},
        {node_health_changed::type, projection::call<node_health_changed, health>},
        {deployment_requested::type, projection::call<deployment_requested, requested>},
        {run_claimed::type, projection::call<run_claimed, claimed>},
        {attention_needed::type, projection::call<attention_needed, attention>},
        {attention_answered::type, projection::call<attention_answered, answered>},
        {cancel_requested::type, projection::call<cancel_requested, cancel_asked>},
        {undo_started::type, projection::call<undo_started, goes_back>},
        {deployment_succeeded::type, projection::call<deployment_succeeded, succeeded>},
        {deployment_failed::type, projection::call<deployment_failed, failed>},
        {deployment_rolled_back::type, projection::call<deployment_rolled_back, rolled_back>},
        {deployment_cancelled::type, projection::call<deployment_cancelled, cancelled>},
        {deployment_superseded::type, projection::call<deployment_superseded, superseded>},
        {deployment_taken_back::type, projection::call<deployment_taken_back, taken_back>},
        {release_requested::type, projection::call<release_requested, release_asked>},
        {release_built::type, projection::call<release_built, built>},
        {release_build_failed::type, projection::call<release_build_failed, build_failed>},
        {release_superseded::type, projection::call<release_superseded, release_outrun>},
    };
    out.merge(of_environments());
    return out;
  }();
  return every;
}

void views::apply(const recorded_event& event) {
  directory_.apply(event);
  const auto& table = handlers::all();
  if (const auto found = table.find(event.type); found != table.end()) found->second(*this, event);
}

const std::vector<std::string>& views::types() {
  static const auto all = [] {
    std::vector<std::string> out;
    for (const auto& [type, handler] : handlers::all()) out.emplace_back(type);
    std::ranges::sort(out);
    return out;
  }();
  return all;
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
  // Who has the lock is told of when it is given back. Who never had it (not built, cancelled while it
  // waited, refused) ends here.
  const auto key = row->project + "/" + row->environment;
  const auto place = environments_.find(key);
  if (place == environments_.end() || (place->second.lock && place->second.lock->deployment == row->id))
    return;
  place->second.ended(row->id, row->status);
  changed("environment", key, event.position);
}

// When its commit was made stands in the build alone; who asked by a commit's id learns of its message there
// too.
void views::tell_commit(const std::string& deployment, const release_row& release, std::int64_t position) {
  const auto found = deployments_.find(deployment);
  if (found == deployments_.end() || found->second.release != release.id || release.state != "built") return;
  auto& row = found->second;
  row.authored_at = release.authored_at;
  if (row.message.empty() && !release.message.empty())
    row.message = release.message, row.author = release.author;
  changed("deployment", deployment, position);
}

// Who serves which environment now, and whom a doubt there names. Also forgets what was found out for
// environments that a node serves no longer, or that are checked no longer: nobody would look there again.
void views::place_nodes(std::int64_t position) {
  for (auto& [key, row] : environments_) {
    std::vector<std::string> now;
    const auto* project = directory_.project(row.project);
    if (const auto* spec = project ? project->spec.find(row.name) : nullptr)
      for (const auto& node : directory_.nodes_of(*spec)) now.push_back(node.name);
    if (now == row.nodes) continue;
    row.nodes = std::move(now);
    row.show_doubt();
    changed("environment", key, position);
  }
  for (auto& [name, row] : nodes_) {
    const auto left = std::erase_if(row.checks, [&](const auto& check) {
      const auto place = environments_.find(check.first);
      if (place == environments_.end()) return true;
      const auto* project = directory_.project(place->second.project);
      const auto* spec = project ? project->spec.find(place->second.name) : nullptr;
      const auto& nodes = place->second.nodes;
      const bool is_checked = spec && !spec->health.none();
      return !is_checked || std::ranges::find(nodes, name) == nodes.end();
    });
    if (left == 0) continue;
    row.judge();
    changed("node", name, position);
  }
}

}  // namespace eeveon
