// Which artifacts may be asked for again: what a worker must not clean away.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/projections/rows.hpp"

namespace eeveon {

// Of each project so many of the releases that were built last are kept, deployed or not.
inline constexpr int built_kept = 10;

// Releases by id: what is live, what may be gone back to, and what an unfinished deployment brings.
std::set<std::string> needed_releases(std::span<const environment_row> environments,
                                      std::span<const deployment_row> unfinished);

// Artifact digests, in hex, of those releases and of the newest of each project. `releases`: all that may
// matter, in any order.
std::set<std::string> needed_artifacts(std::vector<release_row> releases,
                                       const std::set<std::string>& needed);

}  // namespace eeveon
