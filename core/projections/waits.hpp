// Every stretch in which a deployment waited, and for what.
#pragma once

#include "core/projections/deployment_view.hpp"

namespace eeveon {

// [{from, to, reason, for}], in the order in which they began; `to` is null while it waits still, `for` is
// the deployment it waits for. What was over before anybody could notice is left out.
json::array waits_view(const deployment_sources& from);

}  // namespace eeveon
