#include "cli/past_point.hpp"

#include <algorithm>

namespace eeveon::cli {

result<std::string> past_point(std::string_view typed, timestamp now) {
  std::string text(typed);
  if (!text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return text;
  if (const auto ago = parse_duration(typed)) return to_rfc3339({now.us - microseconds(*ago).count()});
  if (const auto time = parse_rfc3339(typed)) return to_rfc3339(*time);
  if (const auto time = parse_rfc3339(text + "Z")) return to_rfc3339(*time);
  if (const auto time = parse_rfc3339(text + ":00Z")) return to_rfc3339(*time);
  return fail(
      errc::invalid,
      "must be a position as 4711, a time as 2026-11-21T13:37:24Z or '2026-11-21 13:37' (UTC), or how "
      "long ago, as 15m or 2h",
      "--at");
}

}  // namespace eeveon::cli
