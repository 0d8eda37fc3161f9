#include "core/base/note.hpp"

#include <string>

#include "core/base/utf8.hpp"

namespace eeveon {

result<> check_note(std::string_view text) {
  if (to_valid_utf8(std::string(text)) != text) return fail(errc::invalid, "must be valid UTF-8", "note");
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    characters += (byte & 0xC0) != 0x80;
    // C1 controls are two bytes: C2, then 80 to 9F.
    const bool c1 = byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (byte < 0x20 || byte == 0x7F || c1)
      return fail(errc::invalid, "must be one line without control characters", "note");
  }
  if (characters > max_note)
    return fail(errc::invalid, "must be at most " + std::to_string(max_note) + " characters", "note");
  return {};
}

}  // namespace eeveon
