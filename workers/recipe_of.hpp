// The recipe a build goes by: the applied spec's, with the commit's own .eeveon.yaml laid over it.
#pragma once

#include "core/project/spec.hpp"
#include "core/run/progress.hpp"

namespace eeveon::workers {

struct made_recipe {
  recipe build;
  std::string config;  // digest of the applied spec and of .eeveon.yaml, hex
};

// Before the commit is fetched: the applied recipe alone. errc::invalid when .eeveon.yaml is wrong, naming
// the key.
result<made_recipe> recipe_of(const run_progress& progress);

}  // namespace eeveon::workers
