// The private PostgreSQL: a cluster below the data folder, reached by a unix socket only.
#pragma once

#include "cli/up/folder.hpp"
#include "cli/up/household.hpp"

namespace eeveon::up {

struct database_urls {
  std::string application;  // as eeveon_app
  std::string admin;        // as the cluster's superuser
};

// Makes the cluster when there is none, writes its settings, keeps it running and waits until it answers.
// What cannot be had is an errc::invalid that says the fix.
asio::awaitable<result<database_urls>> start_postgres(const folder& data, household& house);

}  // namespace eeveon::up
