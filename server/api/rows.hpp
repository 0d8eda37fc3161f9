// The rows of the API's table by area, and what they share; routes.cpp puts them together.
#pragma once

#include "server/api/handlers.hpp"

namespace eeveon::api {

using http::access;
using http::described;
using fields_of = std::vector<described>;

inline constexpr described after_row{"after", "string", "`next` of the page before."};
inline constexpr described limit{"limit", "integer", "How many at most."};
inline constexpr described min_position{
    "min_position", "integer",
    "Waits up to two seconds until the answer holds everything up to here; see Eeveon-Position."};
inline constexpr described dry_run{"dry_run", "boolean", "Shows the plan and changes nothing."};

using api_handler = asio::awaitable<http_reply> (*)(parts&, request_context);

// A row's handler with the parts it works with.
inline http::handler bind(parts& with, api_handler handler) {
  return [&with, handler](request_context context) { return handler(with, std::move(context)); };
}

std::vector<http::route> access_rows(parts& with);   // who asks, and the first steps
std::vector<http::route> project_rows(parts& with);  // projects, environments, releases, nodes
std::vector<http::route> deployment_rows(
    parts& with);                                    // what is asked of an environment, and what came of it
std::vector<http::route> history_rows(parts& with);  // deployments by filter, audit, figures
std::vector<http::route> record_rows(parts& with);   // the log, deliveries, the board and its live feed

}  // namespace eeveon::api
