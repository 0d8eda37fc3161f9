// Reads all projects and nodes from their own streams: what a fold of the log needs to begin in the middle.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <limits>

#include "core/project/directory.hpp"
#include "ports/event_store.hpp"

namespace eeveon {

// As they stood at position `until`; the newest when it is left out.
asio::awaitable<result<>> learn_directory(event_store& events, directory& known,
                                          std::int64_t until = std::numeric_limits<std::int64_t>::max());

}  // namespace eeveon
