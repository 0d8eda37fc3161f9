// The whole dashboard as one answer: of the present and of every past moment, by the same function.
#pragma once

#include "core/base/time.hpp"
#include "core/projections/views.hpp"

namespace eeveon {

// How many deployments it lists, newest first; a fold that trims keeps more of them than this.
inline constexpr std::size_t board_deployments = 50;

// `position` is the last event that `state` has folded, recorded at `at`.
json::object board_of(const views& state, std::int64_t position, timestamp at);

}  // namespace eeveon
