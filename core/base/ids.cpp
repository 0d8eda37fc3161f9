#include "core/base/ids.hpp"

#include "core/base/digest.hpp"

namespace eeveon {

std::string to_string(const uuid& value) {
  const auto hex = to_hex(std::string_view(reinterpret_cast<const char*>(value.bytes.data()), 16));
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' + hex.substr(16, 4) + '-' +
         hex.substr(20);
}

std::optional<uuid> parse_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  uuid out;
  std::size_t byte = 0;
  for (std::size_t i = 0; i < 36;) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i++] != '-') return std::nullopt;
      continue;
    }
    unsigned value = 0;
    for (int digit = 0; digit < 2; ++digit, ++i) {
      const char c = text[i];
      value <<= 4;
      if (c >= '0' && c <= '9')
        value |= static_cast<unsigned>(c - '0');
      else if (c >= 'a' && c <= 'f')
        value |= static_cast<unsigned>(c - 'a' + 10);
      else if (c >= 'A' && c <= 'F')
        value |= static_cast<unsigned>(c - 'A' + 10);
      else
        return std::nullopt;
    }
    out.bytes[byte++] = static_cast<std::uint8_t>(value);
  }
  return out;
}

uuid make_uuid_v7(timestamp now, std::string_view ten_random_bytes) {
  uuid out;
  const auto ms = static_cast<std::uint64_t>(now.us / 1000);
  for (int i = 0; i < 6; ++i) out.bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
  for (std::size_t i = 0; i < 10 && i < ten_random_bytes.size(); ++i)
    out.bytes[6 + i] = static_cast<std::uint8_t>(ten_random_bytes[i]);
  out.bytes[6] = static_cast<std::uint8_t>((out.bytes[6] & 0x0f) | 0x70);
  out.bytes[8] = static_cast<std::uint8_t>((out.bytes[8] & 0x3f) | 0x80);
  return out;
}

uuid make_uuid_v8(std::string_view sixteen_bytes) {
  uuid out;
  for (std::size_t i = 0; i < 16 && i < sixteen_bytes.size(); ++i)
    out.bytes[i] = static_cast<std::uint8_t>(sixteen_bytes[i]);
  out.bytes[6] = static_cast<std::uint8_t>((out.bytes[6] & 0x0f) | 0x80);
  out.bytes[8] = static_cast<std::uint8_t>((out.bytes[8] & 0x3f) | 0x80);
  return out;
}

std::string make_id(std::string_view prefix, const uuid& value) {
  return std::string(prefix) + '_' + to_string(value);
}

std::optional<uuid> uuid_of(std::string_view id) {
  const auto underscore = id.find('_');
  if (underscore == std::string_view::npos) return std::nullopt;
  return parse_uuid(id.substr(underscore + 1));
}

bool is_id(std::string_view text, std::string_view prefix) {
  return text.size() == prefix.size() + 37 && text.starts_with(prefix) && text[prefix.size()] == '_' &&
         parse_uuid(text.substr(prefix.size() + 1)).has_value();
}

}  // namespace eeveon
