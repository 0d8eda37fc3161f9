// Wall time and fresh ids for code that must not read a clock itself. Decisions about leases and expiry use
// the database's clock instead.
#pragma once

#include "core/base/ids.hpp"
#include "core/base/time.hpp"

namespace eeveon {

class clock_source {
 public:
  virtual ~clock_source() = default;
  virtual timestamp now() = 0;
  virtual uuid fresh_uuid() = 0;  // UUIDv7, strictly increasing within the process
};

}  // namespace eeveon
