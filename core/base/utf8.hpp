// Text from programs and repositories may hold any bytes; what is written as JSON must be UTF-8, or nobody
// reads it back.
#pragma once

#include <string>
#include <string_view>

namespace eeveon {

bool is_utf8(std::string_view text);  // well-formed, as RFC 3629 has it
// The same text; every byte that is not part of well-formed UTF-8 (RFC 3629) becomes U+FFFD.
std::string to_valid_utf8(std::string text);

// The first `most` bytes of a text that may be hostile, fit for one line: what is not printable ASCII becomes
// '?'.
std::string printable(std::string_view text, std::size_t most);

// At most `most` bytes of a text that may be hostile, as valid UTF-8 and fit for one line: control characters
// become spaces, and no character is cut in two.
std::string one_line(std::string_view text, std::size_t most);

}  // namespace eeveon
