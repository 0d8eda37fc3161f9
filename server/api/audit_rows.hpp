// Events as an audit shows them: what happened in words, why, from where, and what it was about.
#pragma once

#include <string>
#include <vector>

#include "server/api/parts.hpp"

namespace eeveon::api {

struct audit_row {
  recorded_event event;
  std::string what, why, from, project, environment, deployment, commit;
};

// Looks up what the events themselves do not say: rows of their deployments and releases, their causes back
// to the ask, and how that came. In the order of `events`.
asio::awaitable<result<std::vector<audit_row>>> audit_rows(parts& with, std::vector<recorded_event> events);

json::object to_json(const audit_row& row);
std::string to_csv(const std::vector<audit_row>& rows);

}  // namespace eeveon::api
