// The changes between two releases, for whoever shows a deployment or its preview.
#pragma once

#include <string>

#include "server/api/parts.hpp"

namespace eeveon::api {

struct changed_releases {
  std::string base_release, base_commit;  // what is live; empty: nothing
  std::string release, commit;
  std::string repository;
};
// As GET /deployments/{id}/changes answers; direction "unknown" where no build has noted enough.
asio::awaitable<result<json::object>> changes_between(parts& with, changed_releases between);

// The document in which the build of a release has noted its commit's past; empty when there is none.
asio::awaitable<result<std::string>> history_document(parts& with, std::string release);

}  // namespace eeveon::api
