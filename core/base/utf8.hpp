// Text from programs and repositories may hold any bytes; what is written as JSON must be UTF-8, or nobody
// reads it back.
#pragma once

#include <string>

namespace eeveon {

// The same text; every byte that is not part of well-formed UTF-8 (RFC 3629) becomes U+FFFD.
std::string to_valid_utf8(std::string text);

}  // namespace eeveon
