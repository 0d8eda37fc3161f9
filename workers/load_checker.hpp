// Reads how busy nodes are, for servers that ask while somebody looks.
#pragma once

#include "ports/node_channel.hpp"
#include "workers/node_answers.hpp"

namespace eeveon::workers {

// Of channel_node_load.
node_answers::kind load_checks(node_channel& nodes, std::string worker);

}  // namespace eeveon::workers
