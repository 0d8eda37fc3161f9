// Looks at nodes when somebody asks: the way a deployment would go there, without one.
#pragma once

#include <boost/json/array.hpp>
#include <functional>
#include <string>

#include "ports/node_channel.hpp"
#include "workers/node_answers.hpp"

namespace eeveon::workers {

namespace json = boost::json;

// [{what, state, remark}] with state "ok", "warning" or "wrong": the connection, the disk, a transfer of
// nothing (`empty` is an empty folder here). What cannot be tried because of an earlier finding is left out.
asio::awaitable<json::array> look_at(node_channel& nodes, node_registered node, std::string empty);

// Of channel_node_check. `empty`: a folder with nothing in it. `login_key` tells the public key with which
// this worker logs in over ssh, for whoever has to let it in; empty: not known.
node_answers::kind node_checks(node_channel& nodes, std::string worker, std::string empty,
                               std::function<std::string()> login_key);

}  // namespace eeveon::workers
