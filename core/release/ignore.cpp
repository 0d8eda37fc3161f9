#include "core/release/ignore.hpp"

namespace eeveon {
namespace {

// Glob match over a whole path. '*' and '?' stop at '/'; "**/" matches any number of leading folders, "/**" what is
// inside. Linear in practice: a failed '*' falls back to the last one only within its own name.
bool glob(std::string_view pattern, std::string_view text) {
  while (!pattern.empty()) {
    if (pattern.starts_with("**/")) {
      const auto rest = pattern.substr(3);
      for (;;) {
        if (glob(rest, text)) return true;
        const auto slash = text.find('/');
        if (slash == std::string_view::npos) return false;
        text.remove_prefix(slash + 1);
      }
    }
    if (pattern == "**") return true;
    if (pattern.front() == '*') {
      const auto rest = pattern.substr(1);
      for (std::size_t i = 0;; ++i) {
        if (glob(rest, text.substr(i))) return true;
        if (i >= text.size() || text[i] == '/') return false;
      }
    }
    if (text.empty()) return false;
    if (pattern.front() == '?') {
      if (text.front() == '/') return false;
    } else {
      if (pattern.front() == '\\' && pattern.size() > 1) pattern.remove_prefix(1);
      if (pattern.front() != text.front()) return false;
    }
    pattern.remove_prefix(1);
    text.remove_prefix(1);
  }
  return text.empty();
}

}  // namespace

ignore_rules::ignore_rules(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    // A thousand characters are plenty for a pattern and keep the matching bounded.
    if (line.size() > 1000) continue;
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
    if (glob(rule->pattern, rule->anchored ? path : name)) return !rule->negated;
  }
  return false;
}

}  // namespace eeveon
