// The private Redis: hints only, by a unix socket, and yet it keeps what it is told (appendonly, noeviction).
#pragma once

#include "cli/up/folder.hpp"
#include "cli/up/household.hpp"

namespace eeveon::up {

// Keeps it running and returns its URL; whoever needs it connects when it answers.
result<std::string> start_redis(asio::any_io_executor io, const folder& data, household& house);

}  // namespace eeveon::up
