// The deployments of some time as the five figures count them, for those who count and those who list them.
#pragma once

#include "core/metrics/dora.hpp"
#include "server/api/parts.hpp"

namespace eeveon::api {

struct dora_count {
  dora_question asked;
  std::vector<judged_change> judged;
  bool truncated = false;  // the oldest are missing
};
// By project, environment, from, to and bucket of the query.
asio::awaitable<result<dora_count>> count_asked(parts& with, const http_request& request);

asio::awaitable<http_reply> list_dora_deployments(parts& with, request_context context);

}  // namespace eeveon::api
