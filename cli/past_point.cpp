#include "cli/past_point.hpp"

#include <algorithm>
#include <optional>

namespace eeveon::cli {

namespace {

constexpr std::string_view forms =
    "a time as 2026-11-21T13:37:24Z or '2026-11-21 13:37' (UTC), or how long ago, as 15m or 2h";

std::optional<std::string> read_time(std::string_view typed, timestamp now) {
  const std::string text(typed);
  if (const auto ago = parse_duration(typed)) return to_rfc3339({now.us - microseconds(*ago).count()});
  for (const auto* rest : {"", "Z", ":00Z"})
    if (const auto time = parse_rfc3339(text + rest)) return to_rfc3339(*time);
  return std::nullopt;
}

}  // namespace

timestamp this_moment() {
  return {
      std::chrono::duration_cast<microseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

result<std::string> past_time(std::string_view typed, timestamp now) {
  if (auto time = read_time(typed, now)) return std::move(*time);
  return fail(errc::invalid, "must be " + std::string(forms));
}

result<std::string> past_point(std::string_view typed, timestamp now) {
  if (!typed.empty() && std::ranges::all_of(typed, [](char c) { return c >= '0' && c <= '9'; }))
    return std::string(typed);
  if (auto time = read_time(typed, now)) return std::move(*time);
  return fail(errc::invalid, "must be a position as 4711, " + std::string(forms));
}

}  // namespace eeveon::cli
