// Points in time as the log keeps them: microseconds since 1970, UTC, always the database's clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace eeveon {

using microseconds = std::chrono::microseconds;

struct timestamp {
  std::int64_t us = 0;  // since the Unix epoch
  auto operator<=>(const timestamp&) const = default;
};

std::string to_rfc3339(timestamp value);                        // 2026-11-21T13:37:24.123Z, milliseconds
std::optional<timestamp> parse_rfc3339(std::string_view text);  // offsets and up to 9 decimals accepted

// "250ms", "5s", "15m", "2h", "1d"; a bare number is refused so that nobody guesses the unit.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
std::string format_duration(std::chrono::milliseconds value);  // the shortest exact form of the same
// "512B", "10MB", "1GiB" (MB = 10^6, MiB = 2^20).
std::optional<std::int64_t> parse_size(std::string_view text);

}  // namespace eeveon
