// Makes the health checks that are commands, between deployments: a server asks, the log says what to run.
#pragma once

#include "workers/effects/perform.hpp"
#include "workers/node_answers.hpp"

namespace eeveon::workers {

// Of channel_health_check.
node_answers::kind health_checks(step_performer& performer, std::string worker);

}  // namespace eeveon::workers
