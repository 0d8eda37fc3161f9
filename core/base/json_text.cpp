#include "core/base/json_text.hpp"

namespace eeveon {
namespace {

// The letter after the backslash; 'u': four hex digits follow; 0: nothing to escape.
constexpr char escape_of(char c) {
  switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return static_cast<unsigned char>(c) < 0x20 ? 'u' : '\0';
  }
}

}  // namespace

void put_json_string(std::string& out, std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = escape_of(text[i]);
    if (!letter) continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    out += '\\';
    out += letter;
    if (letter == 'u') {
      const auto code = static_cast<unsigned char>(text[i]);
      out.append("00").append(1, hex[code >> 4]).append(1, hex[code & 15]);
    }
  }
  out.append(text, plain).append(1, '"');
}

std::size_t json_parts(std::string_view text) {
  std::size_t parts = 1;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"')
      quoted = !quoted;
    else if (quoted)
      i += c == '\\';
    else
      parts += c == ',' || c == ':' || c == '[' || c == '{';
  }
  return parts;
}

}  // namespace eeveon
