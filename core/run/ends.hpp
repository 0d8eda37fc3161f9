// What ends a run: the events after which nothing of it happens any more.
#pragma once

#include <string_view>

#include "core/deployment/events.hpp"
#include "core/release/events.hpp"

namespace eeveon {

constexpr bool ends_deployment(std::string_view type) {
  return type == deployment_succeeded::type || type == deployment_failed::type ||
         type == deployment_rolled_back::type || type == deployment_cancelled::type ||
         type == deployment_superseded::type;
}

constexpr bool ends_build(std::string_view type) {
  return type == release_built::type || type == release_build_failed::type ||
         type == release_superseded::type;
}

}  // namespace eeveon
