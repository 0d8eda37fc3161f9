// The character classes of RFC 9110, as tables: the gate looks at every byte of a head, so it must be cheap.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace eeveon::http {

enum letter_class : std::uint8_t { token_letter = 1, field_letter = 2, visible_letter = 4, host_letter = 8 };

inline constexpr auto letter_classes = [] {
  std::array<std::uint8_t, 256> table{};
  for (int c = 0x20; c < 0x7f; ++c) table[c] |= field_letter;
  for (int c = 0x21; c < 0x7f; ++c) table[c] |= visible_letter;
  table['\t'] |= field_letter;
  for (int c = '0'; c <= '9'; ++c) table[c] |= token_letter | host_letter;
  for (int c = 'a'; c <= 'z'; ++c) table[c] |= token_letter | host_letter;
  for (int c = 'A'; c <= 'Z'; ++c) table[c] |= token_letter | host_letter;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~"))
    table[static_cast<unsigned char>(c)] |= token_letter;
  for (const char c : std::string_view("-._")) table[static_cast<unsigned char>(c)] |= host_letter;
  return table;
}();

constexpr bool in_class(char c, letter_class wanted) {
  return (letter_classes[static_cast<unsigned char>(c)] & wanted) != 0;
}
constexpr bool is_token(char c) { return in_class(c, token_letter); }
constexpr bool is_field_text(char c) { return in_class(c, field_letter); }  // no controls, no byte above 0x7f
constexpr bool is_visible(char c) { return in_class(c, visible_letter); }
constexpr bool is_host_letter(char c) { return in_class(c, host_letter); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

inline std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower_case(c);
  return out;
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower_case(a[i]) != lower_case(b[i])) return false;
  return true;
}

constexpr bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

constexpr std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace eeveon::http
