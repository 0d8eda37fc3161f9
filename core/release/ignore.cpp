#include "core/release/ignore.hpp"

namespace eeveon {
namespace {

// '*' and '?' within one name. Falling back to the last star only is enough and keeps this quadratic at
// worst, whatever a repository writes into the file.
bool match_name(std::string_view pattern, std::string_view name) {
  std::size_t p = 0, n = 0, star = std::string_view::npos, star_n = 0;
  while (n < name.size()) {
    const bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++, star_n = n;
    } else if (p < pattern.size() &&
               (escaped ? pattern[p + 1] == name[n] : pattern[p] == '?' || pattern[p] == name[n])) {
      p += escaped ? 2 : 1, ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1, n = ++star_n;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (;;) {
    const auto slash = text.find('/');
    out.push_back(text.substr(0, slash));
    if (slash == std::string_view::npos) return out;
    text.remove_prefix(slash + 1);
  }
}

// The same idea one level up: "**" stands for any number of folders; at the end for anything inside.
bool match_path(std::string_view pattern_text, std::string_view path_text) {
  const auto pattern = parts_of(pattern_text), path = parts_of(path_text);
  std::size_t p = 0, n = 0, star = std::string_view::npos, star_n = 0;
  while (n < path.size()) {
    if (p < pattern.size() && pattern[p] == "**") {
      if (p + 1 == pattern.size()) return true;
      star = p++, star_n = n;
    } else if (p < pattern.size() && match_name(pattern[p], path[n])) {
      ++p, ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1, n = ++star_n;
    } else {
      return false;
    }
  }
  return p == pattern.size();
}

// Takes the next line off `text`; empty when it holds no pattern.
std::string_view next_pattern(std::string_view& text) {
  const auto end = text.find('\n');
  auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
    line.remove_suffix(1);
  return line.starts_with('#') ? std::string_view{} : line;
}

}  // namespace

std::size_t overlong_pattern(std::string_view text) {
  for (std::size_t number = 1; !text.empty(); ++number)
    if (next_pattern(text).size() > max_pattern) return number;
  return 0;
}

ignore_rules::ignore_rules(std::string_view text) {
  while (!text.empty()) {
    auto line = next_pattern(text);
    if (line.empty()) continue;
    rule r;
    if (line.front() == '!') {
      r.negated = true;
      line.remove_prefix(1);
    }
    if (line.ends_with('/')) {
      r.folders_only = true;
      line.remove_suffix(1);
    }
    r.anchored = line.find('/') != std::string_view::npos;
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.empty()) continue;
    r.pattern = line;
    rules_.push_back(std::move(r));
  }
}

bool ignore_rules::matches(std::string_view path, bool is_folder) const {
  const auto slash = path.rfind('/');
  const auto name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
    if (rule->folders_only && !is_folder) continue;
    if (rule->anchored ? match_path(rule->pattern, path) : match_name(rule->pattern, name))
      return !rule->negated;
  }
  return false;
}

}  // namespace eeveon
