#include "core/release/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace eeveon {
namespace {

std::string to_line(const manifest_entry& entry) {
  return fmt::format("{} {} {} {} {}", entry.type, entry.mode, entry.size, to_hex(entry.content), entry.path);
}

// Takes the text before the next space off `rest`.
std::string_view word(std::string_view& rest) {
  const auto space = rest.find(' ');
  const auto out = rest.substr(0, space);
  rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
  return out;
}

template <class Number>
bool read(std::string_view text, Number& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::string to_manifest(const std::vector<manifest_entry>& entries) {
  std::vector<std::string> lines;
  lines.reserve(entries.size());
  for (const auto& entry : entries) lines.push_back(to_line(entry));
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const auto& line : lines) (out += line) += '\0';
  return out;
}

digest artifact_digest(std::string_view manifest) { return sha256(manifest); }

result<std::vector<manifest_entry>> parse_manifest(std::string_view text) {
  std::vector<manifest_entry> out;
  std::string_view before;
  while (!text.empty()) {
    const auto end = text.find('\0');
    if (end == std::string_view::npos)
      return fail(errc::corrupt, "a manifest ends in the middle of an entry", "manifest");
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line <= before) return fail(errc::corrupt, "a manifest is not sorted", "manifest");
    before = line;
    auto rest = line;
    manifest_entry entry;
    const auto type = word(rest), mode = word(rest), size = word(rest), content = word(rest);
    const auto hash = parse_digest(content);
    const bool link = type == "l";
    if ((type != "f" && !link) || !read(mode, entry.mode) || !read(size, entry.size) || entry.size < 0 ||
        !hash || (link ? entry.mode != 777 : entry.mode != 644 && entry.mode != 755) ||
        why_not_in_manifest(rest))
      return fail(errc::corrupt, "a manifest has an entry that cannot be read", "manifest");
    entry.type = type.front();
    entry.content = *hash;
    entry.path = rest;
    out.push_back(std::move(entry));
  }
  return out;
}

const char* why_not_in_manifest(std::string_view path) {
  if (path.empty() || path.front() == '/') return "is not a relative path";
  if (path.size() > 4000) return "is longer than 4000 bytes";
  for (const char c : path)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return "has a control character in its name";
  for (;;) {
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return "has an empty or dotted part";
    if (slash == std::string_view::npos) return nullptr;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace eeveon
