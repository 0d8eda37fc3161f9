// Every second: offers again what was queued but not taken, and what lost its worker. Redis may forget
// anything; this is why it does not matter.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "ports/doorbell.hpp"
#include "ports/run_store.hpp"
#include "server/services/duties.hpp"

namespace eeveon {

// Until cancelled.
asio::awaitable<void> run_sweeper(run_store& runs, doorbell& bell, duty& mine);

}  // namespace eeveon
