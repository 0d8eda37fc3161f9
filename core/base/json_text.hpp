// JSON written straight into a string.
#pragma once

#include <string>
#include <string_view>

namespace eeveon {

// `text` in quotes, escaped as Boost.JSON escapes it: control characters, quotes and backslashes only.
void put_json_string(std::string& out, std::string_view text);

}  // namespace eeveon
