// Base64 (RFC 4648) as keys of ssh are written.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace eeveon {

std::string to_base64(std::string_view bytes);                   // with padding
std::optional<std::string> parse_base64(std::string_view text);  // padded, without white space

}  // namespace eeveon
