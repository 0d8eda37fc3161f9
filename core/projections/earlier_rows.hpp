// A fold that keeps only what is newest gets older rows back from their own streams, as of where it stands.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/projections/views.hpp"

namespace eeveon {

// The streams to read, up to where `state` stands, before `next` is applied to it.
std::vector<std::string> streams_wanted(const views& state, std::span<const recorded_event> next);

// Puts the rows back that these streams tell of; `events`: all of them that the fold reacts to, in order.
// Such a row is too old to be shown: of what other streams add to it nothing is ever seen.
void recall(views& state, std::span<const recorded_event> events);

}  // namespace eeveon
