#include "core/base/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace eeveon {
namespace {

// Bytes of the well-formed character that begins here; 0: none does.
std::size_t character_at(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
  const auto follows = [&](std::size_t i, int low = 0x80, int high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const int first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF)  // neither overlong forms nor surrogates
    return follows(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
  if (first >= 0xF0 && first <= 0xF4)
    return follows(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3)
               ? 4
               : 0;
  return 0;
}

bool is_ascii(std::string_view text) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text.data(), std::min<std::size_t>(text.size(), sizeof bytes));
  return (bytes & 0x8080808080808080) == 0;
}

// How many bytes from the front are well-formed.
std::size_t good_part(std::string_view all) {
  std::size_t good = 0;
  for (std::size_t size = 1; good < all.size() && size; good += size)
    size = is_ascii(all.substr(good, 8)) ? std::min<std::size_t>(8, all.size() - good)
                                         : character_at(all.substr(good));
  return good;
}

}  // namespace

bool is_utf8(std::string_view text) { return good_part(text) == text.size(); }

std::string to_valid_utf8(std::string text) {
  const std::string_view all = text;
  auto good = good_part(all);
  if (good == all.size()) return text;
  std::string out(all.substr(0, good));
  while (good < all.size()) {
    const auto size = character_at(all.substr(good));
    if (size)
      out += all.substr(good, size);
    else
      out += "\xEF\xBF\xBD";
    good += std::max<std::size_t>(size, 1);
  }
  return out;
}

std::string printable(std::string_view text, std::size_t most) {
  std::string out(text.substr(0, most));
  for (char& c : out)
    if (c < ' ' || c > '~') c = '?';
  return out;
}

std::string one_line(std::string_view text, std::size_t most) {
  std::string out;
  auto left = text;
  while (!left.empty()) {
    const auto size = character_at(left);
    const auto next = size ? left.substr(0, size) : std::string_view("\xEF\xBF\xBD");
    if (out.size() + next.size() > most) break;
    const auto byte = static_cast<unsigned char>(next.front());
    const bool control =
        byte < ' ' || byte == 0x7F || (byte == 0xC2 && static_cast<unsigned char>(next[1]) < 0xA0);
    out += control ? std::string_view(" ") : next;
    left.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

}  // namespace eeveon
