// Identifiers: UUIDv7 (RFC 9562) with a readable prefix, so that a log line tells what an id names.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace eeveon {

struct uuid {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const uuid&) const = default;
  bool is_nil() const { return *this == uuid{}; }
};

std::string to_string(const uuid& value);  // 8-4-4-4-12, lower case
std::optional<uuid> parse_uuid(std::string_view text);

// UUIDv7 from a clock reading (milliseconds are kept) and ten random bytes. Pure.
uuid make_uuid_v7(timestamp now, std::string_view ten_random_bytes);
// A stable UUIDv8 from a digest's first 16 bytes, for ids that must be the same on every server.
uuid make_uuid_v8(std::string_view sixteen_bytes);

// "dep_0192…": prefix, underscore, UUID without dashes is not used: the dashes stay, as people search for
// them.
std::string make_id(std::string_view prefix, const uuid& value);
bool is_id(std::string_view text, std::string_view prefix);
std::optional<uuid> uuid_of(std::string_view id);  // the part after the prefix

}  // namespace eeveon
