// Keeps the mirrors small and quick: each build adds what is new to its repository's.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "ports/launcher.hpp"

namespace eeveon::workers {

// One round over the mirrors in `folder`: packs those that have collected enough for it, by git's own
// measure, and says how many could not be looked after. Builds go on meanwhile.
asio::awaitable<int> compact_mirrors(launcher& programs, std::string folder);

// A round each hour, until cancelled.
asio::awaitable<void> keep_mirrors_compact(launcher& programs, std::string folder);

}  // namespace eeveon::workers
