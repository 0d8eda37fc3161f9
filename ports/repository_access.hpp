// Which key, host keys and credentials git has for repositories at this moment: the operator may change them
// while the process runs.
#pragma once

#include "core/plan/git_access.hpp"

namespace eeveon {

class repository_access {
 public:
  virtual ~repository_access() = default;
  virtual git_access now() const = 0;
};

}  // namespace eeveon
