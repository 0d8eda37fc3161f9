// Has nodes looked at by a worker, several side by side: one that is away takes its time to say so.
#pragma once

#include <boost/json/array.hpp>
#include <functional>
#include <string>
#include <vector>

#include "cli/api.hpp"

namespace eeveon::cli {

struct looked_at {
  std::string worker;    // who looked; empty when nobody has
  json::array findings;  // [{what, state, remark}], the health between deployments among them
};

// One for each of the API's nodes, in their order. `connect` is called on each of up to eight threads. When
// no worker answers one of them, the rest is not asked about any more.
std::vector<looked_at> look_at_nodes(const std::function<api()>& connect, const json::array& nodes);

}  // namespace eeveon::cli
