// The machine's clock, and ids made from it.
#pragma once

#include <memory>

#include "ports/clock.hpp"

namespace eeveon {

// For one thread.
std::unique_ptr<clock_source> make_system_clock();

}  // namespace eeveon
