// Every type of event there is, one list: for those who must know them all, and for refusing a mistyped one.
#pragma once

#include <array>
#include <string_view>

#include "core/deployment/events.hpp"
#include "core/environment/events.hpp"
#include "core/node/events.hpp"
#include "core/project/events.hpp"
#include "core/release/events.hpp"
#include "core/repository/events.hpp"
#include "core/run/events.hpp"
#include "core/system/events.hpp"

namespace eeveon {

template <class... Event>
struct event_list {
  static constexpr std::array<std::string_view, sizeof...(Event)> types{Event::type...};
  // Calls visit.operator()<Event>() for each.
  static void each(auto visit) { (visit.template operator()<Event>(), ...); }
};

using every_event =
    event_list<push_received, release_announced, release_tag_resolved, release_tag_unresolved, hook_pinged,
               hook_event_ignored, project_applied, repository_bound, repository_renamed, default_branch_told,
               node_registered, node_removed, node_health_changed, deployment_requested, deployment_planned,
               deployment_succeeded, deployment_failed, deployment_rolled_back, cancel_requested,
               deployment_cancelled, deployment_superseded, attention_needed, attention_answered,
               deployment_taken_back, deployment_enqueued, deployment_dequeued, environment_locked,
               environment_unlocked, release_went_live, commit_quarantined, quarantine_released,
               nodes_in_doubt, doubt_settled, release_requested, release_built, release_build_failed,
               release_superseded, run_queued, run_claimed, run_interrupted, step_started, step_succeeded,
               step_failed, step_unknown, undo_started, delivery_conflict_detected,
               repository_mismatch_detected, signed_in, signed_out, sign_in_link_made, webhook_secret_shown,
               retention_applied>;

}  // namespace eeveon
