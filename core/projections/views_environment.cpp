// What an environment's stream says: queue, lock, what is live, what may be gone back to, what is kept out.
#include <algorithm>

#include "core/environment/events.hpp"
#include "core/projections/views.hpp"
#include "core/projections/views_table.hpp"

namespace eeveon {
namespace {
constexpr std::string_view environment_prefix = "env-";
}

using projection::key_of;

struct views::environment_handlers {
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
  static void settle(environment_row& row, const std::vector<std::string>& nodes) {
    if (!row.doubted) return;
    std::erase_if(row.doubted->nodes,
                  [&](const auto& node) { return std::ranges::find(nodes, node) != nodes.end(); });
    if (row.doubted->nodes.empty()) row.doubted.reset();
    row.show_doubt();
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
    row.lock = {d.deployment, to_rfc3339(e.recorded_at), {}};
  }
  static void unlocked(views& v, const recorded_event& e, const environment_unlocked& d) {
    auto& row = environment_of(v, e);
    row.ended(d.deployment, d.outcome);
    row.lock.reset();
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
    settle(row, r.nodes);
    for (const auto& node : r.nodes)
      if (const auto found = v.nodes_.find(node); found != v.nodes_.end()) {
        found->second.live[key_of(e, environment_prefix)] = r.release;
        v.changed("node", node, e.position);
      }
  }
  static void doubted(views& v, const recorded_event& e, const nodes_in_doubt& d) {
    auto& row = environment_of(v, e);
    auto nodes = d.nodes;
    if (row.doubted)
      for (const auto& node : row.doubted->nodes)
        if (std::ranges::find(nodes, node) == nodes.end()) nodes.push_back(node);
    row.doubted = {d.deployment, d.commit, d.reason, to_rfc3339(e.recorded_at), std::move(nodes)};
    row.show_doubt();
  }
  static void settled(views& v, const recorded_event& e, const doubt_settled& d) {
    settle(environment_of(v, e), d.nodes);
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

projection::table views::of_environments() {
  using by = environment_handlers;
  return {
      {deployment_enqueued::type, projection::call<deployment_enqueued, by::enqueued>},
      {deployment_dequeued::type, projection::call<deployment_dequeued, by::dequeued>},
      {environment_locked::type, projection::call<environment_locked, by::locked>},
      {environment_unlocked::type, projection::call<environment_unlocked, by::unlocked>},
      {release_went_live::type, projection::call<release_went_live, by::went_live>},
      {nodes_in_doubt::type, projection::call<nodes_in_doubt, by::doubted>},
      {doubt_settled::type, projection::call<doubt_settled, by::settled>},
      {commit_quarantined::type, projection::call<commit_quarantined, by::quarantined>},
      {quarantine_released::type, projection::call<quarantine_released, by::released>},
  };
}

}  // namespace eeveon
