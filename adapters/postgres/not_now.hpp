// Refusals that say nothing about what was asked: PostgreSQL cannot do it now, and may a moment later.
#pragma once

#include <string>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon::pg {

// Cancelled or out of time (57), no lock in time (55), no memory, disk or connection left (53), its machine
// in trouble (58), an idle transaction ended (25P), deadlock and serialization (40).
inline bool is_passing(std::string_view sqlstate) {
  for (const std::string_view begin : {"57", "55", "53", "58", "25P", "40"})
    if (sqlstate.starts_with(begin)) return true;
  return false;
}

inline failure not_answered_now(std::string_view sqlstate) {
  return {errc::unavailable,
          "PostgreSQL could not answer now (SQLSTATE " + std::string(sqlstate) + "); try again", "postgres"};
}

}  // namespace eeveon::pg
