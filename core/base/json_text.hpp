// JSON as text: written straight into a string, and measured before a tree is made of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace eeveon {

// `text` in quotes, escaped as Boost.JSON escapes it: control characters, quotes and backslashes only.
void put_json_string(std::string& out, std::string_view text);

// How many keys and values `text` holds at most. A tree of them takes up to fifty times the room of its text.
std::size_t json_parts(std::string_view text);

}  // namespace eeveon
