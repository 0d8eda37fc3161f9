// Between deployments: asks every node of every environment every 15 s whether its service is healthy, and
// records only changes: two failures in a row are down, two successes up.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "ports/event_store.hpp"
#include "ports/http_client.hpp"
#include "server/live/feed.hpp"

namespace eeveon {

struct prober_parts {
  event_store& events;
  http_client& http;
  feed& picture;
  duty& mine;
  std::chrono::milliseconds every{15000};
};

// Until cancelled. Command checks run on workers and nodes during deployments only.
asio::awaitable<void> run_prober(prober_parts with);

}  // namespace eeveon
