// Plans from facts: pure, so that what is shown, approved and run is the same bytes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/node/events.hpp"
#include "core/plan/plan.hpp"
#include "core/project/spec.hpp"
#include "core/release/events.hpp"

namespace eeveon {

struct deploy_facts {
  std::string project, environment;
  release_built release;
  std::vector<node_registered> nodes;  // at least one
  environment_spec spec;
  std::string previous;                     // release that is live now; empty: none
  json::object previous_recipe;             // its hooks and checks are those of the way back
  std::vector<std::string> previous_nodes;  // where it is live: other nodes go back to nothing
  std::vector<std::string> keep_releases;   // never removed: live ones and rollback targets
  int keep = 5;
  std::string must_be_head_of;  // ref to check again before anything is copied; empty: none
  std::string repository;       // for that check
  // With it: commits before the head will do as well, when they come after this one, which is live (empty:
  // none).
  std::optional<std::string> in_order_after;
};

struct deploy_plans {
  plan deploy, undo;
};

// resolve, fetch, submodules (when the recipe says where they may come from), build and beside it history,
// test, pack: all on the worker, one after the other.
plan make_build_plan(const release_requested& request);
// prepare, transfer, verify, hooks before, check before, switch, hooks after, check after, retain; and the
// way back for every node, with the same hooks and checks.
deploy_plans make_deploy_plans(const deploy_facts& facts);

// One attempt of an environment's health check on one node.
step make_check(const health_check& health, const recipe& recipe, std::string_view node);

}  // namespace eeveon
