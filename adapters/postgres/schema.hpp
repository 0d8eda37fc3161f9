// Brings a database to this program's schema, and says whether it can be trusted with it.
#pragma once

#include <string>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon::pg {

struct migration_status {
  int version = 0;
  std::string name;  // 0001_event_log.sql
  bool applied = false;
};

// Creates roles and schema when they are missing, then applies what is not applied yet, each file in its own
// transaction. Returns the names applied now. errc::conflict: an applied file has changed, or the database
// knows a version that this program does not. `admin_url` connects as a superuser, or as eeveon_owner when
// the roles exist.
result<std::vector<std::string>> migrate(const std::string& admin_url);

// The same refusals, changing nothing. Works with the application's rights.
result<std::vector<migration_status>> migrations_of(const std::string& url);

// errc::refused when a migration of this program is missing there, with the way to apply it.
result<> check_schema(const std::string& url);

// errc::refused with one line per setting that would lose acknowledged work, its fix named. Returns warnings.
result<std::vector<std::string>> check_safety(const std::string& url);

}  // namespace eeveon::pg
