// A note: why somebody asks for something, in their own words, kept for good in the log.
#pragma once

#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon {

inline constexpr std::size_t max_note = 500;  // characters

// One line of text: valid UTF-8, at most max_note characters, none of them a control character.
result<> check_note(std::string_view text);

}  // namespace eeveon
