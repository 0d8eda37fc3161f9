#include "adapters/blocking/pool.hpp"

namespace eeveon::blocking {
// Compiled once, so that an error in the template shows here and not in its first user.
template class pool<int>;
}  // namespace eeveon::blocking
