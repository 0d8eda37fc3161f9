// What all connections of one listener share: its settings, the route table, and the books they are held to.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/access.hpp"
#include "server/http/rate_limit.hpp"
#include "server/http/request_id.hpp"
#include "server/http/routes.hpp"
#include "server/live/websocket.hpp"

namespace eeveon::http {

using std::chrono::milliseconds;

// How long and how much one client may take. A body has to come at `body_rate` after `body_grace`, and within
// `body_budget` plus one second for each 64 KiB of it.
struct limits {
  milliseconds head{10'000};  // from a request's first byte to the end of its head
  milliseconds idle{60'000};  // between requests on one connection
  milliseconds body_grace{5'000};
  std::int64_t body_rate = 1024;  // bytes per second
  milliseconds body_budget{10'000};
  milliseconds reply_budget{10'000};  // to take a reply, plus one second for each 64 KiB of it
  milliseconds parting{2'000};        // what a refused client still sends is read and dropped this long
  milliseconds tick{250};             // how often deadlines are looked at
  milliseconds grace{25'000};         // requests in flight when the listener stops
  int connections_per_peer = 100;
  int connections = 4096;  // beside those that have become WebSockets
  int sockets = 20'000;
  int requests_per_second = 0, burst = 0;  // of one client; this machine's own are not counted. 0: no limit
  std::size_t bodies_in_flight = 256u << 20;  // bytes, over all connections
};

// One served request, for metrics and the access log: no path, no header, nothing of the client's.
struct served {
  std::string_view method;
  std::string_view pattern;  // of the route; empty when none was reached
  int status = 0;
  std::chrono::microseconds took{0};
  std::size_t received = 0, sent = 0;  // bytes of the bodies
};

struct settings {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;                 // 0: the system chooses
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-* are believed
  limits allowed;
  websocket_limits socket_limits;
  // Messages to sockets wait so long for others, so that one system call carries them; 0: none waits.
  milliseconds gather{10};
  std::function<void(const served&)> observe;  // may be empty
};

class session;

struct service {
  settings set;
  router routes;
  authenticator& authority;
  std::set<session*> open{};
  std::map<asio::ip::address, int> connections{};  // per peer
  request_ids ids{};
  rate_limit rate{set.allowed.requests_per_second, set.allowed.burst};
  std::size_t body_bytes = 0;
  std::shared_ptr<flusher> together{};
  int sockets = 0;  // of `open`, those that have become WebSockets
  bool stopping = false;
};

}  // namespace eeveon::http
