// One deployment in full: its row, its plans, every attempt of every step, what may be done with it now.
#pragma once

#include <optional>
#include <vector>

#include "core/plan/plan.hpp"
#include "core/projections/rows.hpp"

namespace eeveon {

struct deployment_sources {
  std::vector<recorded_event> deployment;   // its whole stream
  std::vector<recorded_event> release;      // its release's whole stream; the build's steps
  std::optional<plan> build, deploy, undo;  // those that exist yet
  std::string plan_digest, undo_digest;
  std::vector<recorded_event> environment;  // its environment's stream, for what it waited for
  std::string build_of;  // the deployment that its release's build was asked for by, when that is another
  std::string message, author;  // of the commit, as its build has found them: whoever asks may not know them
};

// As GET /deployments/{id} answers it.
json::object deployment_view(const deployment_sources& from);
// Stages and steps without their arguments.
json::array stages_view(const plan& value);

}  // namespace eeveon
