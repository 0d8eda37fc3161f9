// POST /hooks/github[/{name}]: signature first, then a fact, durable before the answer.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ports/clock.hpp"
#include "ports/event_store.hpp"
#include "server/http/routes.hpp"
#include "server/services/log_signal.hpp"

namespace eeveon::hooks {

struct github_parts {
  event_store& events;
  clock_source& clock;
  log_signal& grown;
  // By the hook's name ("" is /hooks/github): one secret, or two while one is being replaced.
  std::map<std::string, std::vector<std::string>> secrets;
};

// What a delivery is answered once it is in the log, up to `position`. Not stored with it: the position is
// not known before it is.
std::string answer_of(std::int64_t position, bool duplicate);

asio::awaitable<http_reply> receive_github(github_parts& with, http::request_context context);

// The rows of the hooks; `with` outlives them.
std::vector<http::route> routes(github_parts& with);

}  // namespace eeveon::hooks
