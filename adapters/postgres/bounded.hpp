// The limits that every connection to PostgreSQL is opened with.
#pragma once

#include <string>

namespace eeveon::pg {

// `url` with them; what it says of them itself stands. What cannot be parsed is left as it is: connecting
// says why.
std::string bounded(const std::string& url);

}  // namespace eeveon::pg
