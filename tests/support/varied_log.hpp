// A long log of everything that changes what people see, in likely and in unlikely orders: several projects,
// environments and nodes that come and go, deployments that end in every way, old ones that are heard of
// again, and a clock that steps back. The same seed is the same log.
#pragma once

#include <vector>

#include "core/events/event.hpp"

namespace eeveon::test {

std::vector<recorded_event> varied_log(unsigned seed, std::size_t events);

}  // namespace eeveon::test
