#include "adapters/os/node_line.hpp"

#include <array>

namespace eeveon {
namespace {

void encode(std::string_view text, std::string& out) {
  constexpr std::string_view plain = "._/:@=+,-";
  constexpr char digits[] = "0123456789abcdef";
  if (text.empty()) out += '%';
  for (const char c : text) {
    const bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (alnum || plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else if (text[i] != '%') {
      out += text[i];
    }
  }
  return out;
}

errc code_named(std::string_view name) {
  constexpr std::array known{errc::invalid, errc::not_found,   errc::conflict,  errc::refused,
                             errc::fenced,  errc::unavailable, errc::timed_out, errc::unknown_outcome,
                             errc::io,      errc::corrupt};
  for (const auto code : known)
    if (name == to_string(code)) return code;
  return errc::io;
}

}  // namespace

std::string to_node_line(std::string_view verb, const std::vector<std::string>& args) {
  std::string out(verb);
  for (const auto& arg : args) {
    out += ' ';
    encode(arg, out);
  }
  out += '\n';
  return out;
}

result<std::vector<std::string>> parse_node_answer(std::string_view line, const std::string& node) {
  if (line.starts_with("error ")) {
    line.remove_prefix(6);
    const auto space = line.find(' ');
    const auto detail = space == std::string_view::npos ? line : line.substr(space + 1);
    return fail(code_named(line.substr(0, space)), node + ": " + std::string(detail), node);
  }
  if (line != "ok" && !line.starts_with("ok "))
    return fail(errc::unknown_outcome, node + " gave an answer that makes no sense", node);
  std::vector<std::string> words;
  for (auto rest = line.substr(std::min<std::size_t>(line.size(), 3)); !rest.empty();) {
    const auto space = rest.find(' ');
    words.push_back(decode(rest.substr(0, space)));
    rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
  }
  return words;
}

}  // namespace eeveon
