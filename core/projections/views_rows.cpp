// Rows of the views to and from the read tables.
#include <algorithm>
#include <limits>

#include "core/deployment/events.hpp"
#include "core/environment/events.hpp"
#include "core/projections/views.hpp"
#include "core/release/events.hpp"

namespace eeveon {
namespace {

// Rows stored before `doubted` was there tell what they know of it.
environment_row read_environment(std::string_view body) {
  auto row = read_row<environment_row>(body).value_or(environment_row{});
  if (!row.doubted) row.doubted = row.doubt;
  return row;
}

bool is_ended(const deployment_row& row) {
  return row.status != "queued" && row.status != "running" && row.status != "needs_attention";
}

// Of those that may be forgotten, all but the `newest` of the whole.
template <class Row, class May>
void forget_old(std::unordered_map<std::string, Row>& rows, std::size_t most, std::size_t newest, May may) {
  if (rows.size() <= std::max(most, newest)) return;
  std::vector<std::int64_t> positions;
  positions.reserve(rows.size());
  for (const auto& [id, row] : rows) positions.push_back(row.position);
  const auto first_kept = positions.end() - static_cast<std::ptrdiff_t>(newest);
  std::nth_element(positions.begin(), first_kept, positions.end());
  const auto oldest = first_kept == positions.end() ? std::numeric_limits<std::int64_t>::max() : *first_kept;
  std::erase_if(rows, [&](const auto& entry) { return entry.second.position < oldest && may(entry.second); });
}

}  // namespace

std::vector<row_key> views::wants(const recorded_event& event) const {
  constexpr std::string_view deployments = "deployment-";
  std::vector<row_key> out;
  const auto want_deployment = [&](std::string id) {
    if (!deployments_.contains(id)) out.push_back({"deployment", std::move(id)});
  };
  if (event.stream.starts_with(deployments) && event.type != deployment_requested::type &&
      !event.type.starts_with("step_"))
    want_deployment(event.stream.substr(deployments.size()));
  const auto want_release = [&](std::string id) {
    if (!releases_.contains(id)) out.push_back({"release", std::move(id)});
  };
  on<deployment_enqueued>(
      event, [&](const deployment_enqueued& e) { want_deployment(e.deployment), want_release(e.release); });
  on<release_went_live>(event, [&](const release_went_live& e) { want_release(e.release); });
  on<release_built>(event, [&](const release_built& e) {
    for (const auto& [key, environment] : environments_)
      if (environment.project == e.project)
        for (const auto& waiting : environment.waiting) want_deployment(waiting.deployment);
  });
  if (event.type == release_built::type || event.type == release_build_failed::type ||
      event.type == release_superseded::type)
    want_release(event.stream.substr(std::string_view("release-").size()));
  return out;
}

void views::load(const row_key& id, std::string_view body) {
  if (body.empty() || body == "{}") return;
  if (id.kind == "deployment")
    deployments_[id.key] = read_row<deployment_row>(body).value_or(deployment_row{});
  else if (id.kind == "release")
    releases_[id.key] = read_row<release_row>(body).value_or(release_row{});
  else if (id.kind == "environment")
    environments_[id.key] = read_environment(body);
  else if (id.kind == "node")
    nodes_[id.key] = read_row<node_row>(body).value_or(node_row{});
  else if (id.kind == "project")
    projects_[id.key] = read_row<project_row>(body).value_or(project_row{});
}

std::vector<changed_row> views::take_changed() {
  std::vector<changed_row> out;
  out.reserve(changed_.size());
  for (const auto& [id, position] : changed_) {
    changed_row row{.id = id, .position = position};
    const auto fill = [&](const auto& rows) {
      const auto found = rows.find(id.key);
      if (found != rows.end()) codec::text_writer{row.body, true}.put(found->second);
      return found != rows.end() ? &found->second : nullptr;
    };
    if (id.kind == "deployment") {
      if (const auto* d = fill(deployments_))
        row.project = d->project, row.environment = d->environment, row.status = d->status,
        row.sort = d->position;
    } else if (id.kind == "release") {
      if (const auto* r = fill(releases_))
        row.project = r->project, row.status = r->state, row.sort = r->position;
    } else if (id.kind == "environment") {
      if (const auto* e = fill(environments_))
        row.project = e->project, row.environment = e->name, row.status = e->last_status;
    } else if (id.kind == "node") {
      if (const auto* n = fill(nodes_)) row.status = n->health;
    } else if (const auto* p = fill(projects_)) {
      row.project = p->name;
    }
    out.push_back(std::move(row));
  }
  changed_.clear();
  return out;
}

void views::trim(std::size_t most, std::size_t newest) {
  forget_old(deployments_, most, newest, is_ended);
  forget_old(releases_, most, newest, [](const release_row& row) { return row.state != "building"; });
}

}  // namespace eeveon
