// A moment that somebody names on the command line.
#pragma once

#include <string>
#include <string_view>

#include "core/base/failure.hpp"
#include "core/base/time.hpp"

namespace eeveon::cli {

timestamp this_moment();  // by this machine's clock

// A time with its offset, or without one as this program prints it (UTC); or how long ago, as 15m or 2h,
// counted from `now`: in RFC 3339. errc::invalid names the forms.
result<std::string> past_time(std::string_view typed, timestamp now);

// For the server's `at`: a position, or a past_time.
result<std::string> past_point(std::string_view typed, timestamp now);

}  // namespace eeveon::cli
