// What the log says of a few projects and nodes, for workers that are asked by name: the directory of just
// these.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "core/project/directory.hpp"
#include "ports/event_store.hpp"

namespace eeveon::workers {

// Folded from these streams, each read whole.
asio::awaitable<result<directory>> known_of(event_store& events, std::vector<std::string> streams);

}  // namespace eeveon::workers
