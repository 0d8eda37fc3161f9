#include "workers/effects/unescaped.hpp"

#include <charconv>
#include <numeric>
#include <optional>

namespace eeveon::workers {
namespace {

// The four digits of \uXXXX at `at`, which names the backslash.
std::optional<unsigned> unit_at(std::string_view text, std::size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
  unsigned out = 0;
  const auto* end = text.data() + at + 6;
  const auto [stopped, error] = std::from_chars(text.data() + at + 2, end, out, 16);
  return error == std::errc{} && stopped == end ? std::optional(out) : std::nullopt;
}

std::string utf8(unsigned code) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | (code >> shift & 0x3f)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xc0 | code >> 6), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xe0 | code >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | code >> 18), tail(12), tail(6), tail(0)};
}

// What stands escaped at `at`, and how many letters that takes; nothing when it is no escape.
std::pair<std::string, std::size_t> escape_at(std::string_view text, std::size_t at) {
  if (at + 2 > text.size()) return {};
  constexpr std::string_view names = "\"\\/bfnrt", means = "\"\\/\b\f\n\r\t";
  if (const auto which = names.find(text[at + 1]); which != names.npos) return {{means[which]}, 2};
  const auto unit = unit_at(text, at);
  if (!unit) return {};
  if (*unit < 0xd800 || *unit > 0xdfff) return {utf8(*unit), 6};
  const auto second = unit_at(text, at + 6);
  if (*unit > 0xdbff || !second || *second < 0xdc00 || *second > 0xdfff) return {};
  return {utf8(0x10000 + ((*unit - 0xd800) << 10) + (*second - 0xdc00)), 12};
}

unescaped undo_once(const unescaped& in) {
  unescaped out;
  out.text.reserve(in.text.size());
  out.from.reserve(in.from.size());
  for (std::size_t at = 0; at < in.text.size();) {
    auto [letters, took] =
        in.text[at] == '\\' ? escape_at(in.text, at) : std::pair<std::string, std::size_t>{};
    if (took == 0) letters = in.text[at], took = 1;
    out.text += letters;
    out.from.insert(out.from.end(), letters.size(), in.from[at]);
    at += took;
  }
  out.from.push_back(in.from.back());
  return out;
}

}  // namespace

unescaped undo_escapes(std::string_view original, int times) {
  unescaped out{std::string(original), std::vector<std::size_t>(original.size() + 1)};
  std::iota(out.from.begin(), out.from.end(), 0);
  for (; times > 0; --times) out = undo_once(out);
  return out;
}

}  // namespace eeveon::workers
