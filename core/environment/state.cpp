#include "core/environment/state.hpp"

#include <algorithm>

namespace eeveon {

void environment_state::apply(const recorded_event& event) {
  version = event.version;
  on<deployment_enqueued>(event, [&](const deployment_enqueued& e) {
    queue.push_back({e.deployment, e.release, e.commit, e.trigger, e.check_ref});
    // A newer commit has arrived: what was quarantined before it stays known to its deployment, but the
    // branch moved on.
    if (is_automatic(e.trigger))
      std::erase_if(quarantine, [&](const auto& q) { return q.first != e.commit; });
  });
  on<deployment_dequeued>(event, [&](const deployment_dequeued& e) {
    std::erase_if(queue, [&](const auto& w) { return w.deployment == e.deployment; });
  });
  on<environment_locked>(event, [&](const environment_locked& e) {
    std::erase_if(queue, [&](const auto& w) { return w.deployment == e.deployment; });
    locked_by = e.deployment, run = e.run, running_release = e.release, running_nodes = e.nodes;
  });
  on<environment_unlocked>(event, [&](const environment_unlocked&) {
    locked_by.clear(), run.clear(), running_release.clear(), running_nodes.clear();
  });
  on<release_went_live>(event, [&](const release_went_live& e) {
    // A rollback takes everything after its target off the list, so that the next rollback goes further back.
    if (e.taken_back) {
      const auto target =
          std::find_if(live.rbegin(), live.rend(), [&](const auto& l) { return l.release == e.release; });
      if (target != live.rend()) live.erase(target.base() - 1, live.end());
    }
    live.push_back({e.deployment, e.release, e.commit, e.nodes});
    if (live.size() > 100) live.erase(live.begin());
    for (const auto& node : e.nodes) in_doubt.erase(node);
  });
  on<nodes_in_doubt>(event,
                     [&](const nodes_in_doubt& e) { in_doubt.insert(e.nodes.begin(), e.nodes.end()); });
  on<doubt_settled>(event, [&](const doubt_settled& e) {
    for (const auto& node : e.nodes) in_doubt.erase(node);
  });
  on<commit_quarantined>(event, [&](const commit_quarantined& e) { quarantine[e.commit] = e.deployment; });
  on<quarantine_released>(event, [&](const quarantine_released& e) { quarantine.erase(e.commit); });
}

const environment_state::live_one* environment_state::previous() const {
  const auto* now = current();
  for (auto it = live.rbegin(); it != live.rend(); ++it)
    if (it->release != now->release && !quarantine.contains(it->commit)) return &*it;
  return nullptr;
}

const environment_state::live_one* environment_state::find_live(std::string_view release) const {
  for (auto it = live.rbegin(); it != live.rend(); ++it)
    if (it->release == release) return &*it;
  return nullptr;
}

}  // namespace eeveon
