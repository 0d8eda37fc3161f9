// Asks repositories that send no webhooks what their watched branches name now, and turns news into push
// facts with ids of their own making, so that asking twice tells once.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "ports/clock.hpp"
#include "ports/event_store.hpp"
#include "server/live/feed.hpp"
#include "server/services/remote_refs.hpp"

namespace eeveon {

struct poller_parts {
  event_store& events;
  git_door door;
  clock_source& clock;
  feed& picture;
  log_signal& grown;
};

asio::awaitable<void> run_poller(poller_parts with, duty& mine);  // until cancelled

}  // namespace eeveon
