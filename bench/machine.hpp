// What a run cost: processor time of this process and of a server with its children.
#pragma once

#include <cstdint>

namespace eeveon::bench {

std::int64_t own_cpu_us();
// Processor time of `pid` and its living and awaited children, microseconds.
std::int64_t tree_cpu_us(int pid);

}  // namespace eeveon::bench
