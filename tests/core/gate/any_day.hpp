// A random day of a shop: pushes, builds, ends of every kind, people's asks, nodes that come and go. The same
// seed is the same day.
#pragma once

#include "tests/core/gate/story.hpp"

namespace eeveon::spec {

void any_day(gate_story& s, unsigned seed, int happenings);
// Every build and every run comes to its end, until nothing goes on any more.
void evening(gate_story& s);

}  // namespace eeveon::spec
