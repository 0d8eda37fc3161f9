#include "core/base/names.hpp"

#include <algorithm>

namespace eeveon {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_lower(c) || is_upper(c) || is_digit(c); }

// Letters and digits of ASCII and what `more` lists: everything else (spaces, control characters, shell and
// glob characters, other scripts) is refused by not being listed.
bool only(std::string_view text, std::string_view more) {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_alnum(c) || more.find(c) != std::string_view::npos; });
}

// Calls `judge` for every '/'-separated part until one gives a reason.
template <class Judge>
const char* each_part(std::string_view text, Judge judge) {
  for (;;) {
    const auto slash = text.find('/');
    if (const char* why = judge(text.substr(0, slash))) return why;
    if (slash == std::string_view::npos) return nullptr;
    text.remove_prefix(slash + 1);
  }
}

const char* why_not_label(std::string_view text) {
  if (text.empty()) return "must not be empty";
  if (text.size() > 63) return "must have at most 63 characters";
  if (!std::all_of(text.begin(), text.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; }))
    return "may hold lower-case letters, digits and dashes only";
  if (text.front() == '-' || text.back() == '-') return "must not start or end with a dash";
  return nullptr;
}

const char* why_not_path_part(std::string_view part) {
  if (part.empty()) return "must not have empty parts";
  if (part == "." || part == "..") return "must not have '.' or '..' as a part";
  if (part.front() == '-') return "must not have a part that starts with a dash";
  return nullptr;
}

constexpr std::string_view path_characters = "._@+=,~-/";

}  // namespace

namespace naming {

const char* git_ref::why_not(std::string_view text) {
  if (text.empty()) return "must not be empty";
  if (text.size() > 250) return "must have at most 250 characters";
  if (!only(text, "._/+@#=,-"))
    return "holds a character that is not allowed (letters, digits and ._/+@#=,- are)";
  if (text == "@") return "must name a branch or a tag";
  if (text.front() == '-') return "must not start with a dash";
  if (text.back() == '.' || text.find("..") != std::string_view::npos)
    return "must not hold '..' or end with a dot";
  return each_part(text, [](std::string_view part) -> const char* {
    if (part.empty()) return "must not have empty parts";
    if (part.front() == '.' || part.front() == '-')
      return "must not have a part that starts with a dot or a dash";
    if (part.ends_with(".lock")) return "must not have a part that ends with .lock";
    return nullptr;
  });
}

const char* commit_id::why_not(std::string_view text) {
  const auto hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); };
  if ((text.size() != 40 && text.size() != 64) || !std::all_of(text.begin(), text.end(), hex))
    return "must be a full commit id (40 or 64 lower-case hex digits)";
  return nullptr;
}

const char* host_name::why_not(std::string_view text) {
  if (text.empty()) return "must not be empty";
  if (text.size() > 253) return "must have at most 253 characters";
  if (text.find(':') != std::string_view::npos) {  // IPv6: digits, hex letters and colons cannot do harm
    const auto hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
    const bool plausible =
        text.size() <= 45 && std::count(text.begin(), text.end(), ':') >= 2 &&
        std::all_of(text.begin(), text.end(), [&](char c) { return hex(c) || c == ':' || c == '.'; });
    return plausible ? nullptr : "is not an IPv6 address";
  }
  while (!text.empty()) {
    const auto dot = text.find('.');
    const auto label = text.substr(0, dot);
    if (label.empty() || label.size() > 63) return "must have labels of 1 to 63 characters";
    if (!only(label, "-")) return "may hold letters, digits, dashes and dots only";
    if (label.front() == '-' || label.back() == '-')
      return "must not have a label that starts or ends with a dash";
    if (dot == std::string_view::npos) break;
    text.remove_prefix(dot + 1);
    if (text.empty()) return "must not end with a dot";
  }
  return nullptr;
}

const char* user_name::why_not(std::string_view text) {
  if (text.empty() || text.size() > 32) return "must have 1 to 32 characters";
  if (!only(text, "._-")) return "may hold letters, digits, dots, underscores and dashes only";
  if (!is_alnum(text.front()) && text.front() != '_')
    return "must start with a letter, a digit or an underscore";
  return nullptr;
}

const char* node_name::why_not(std::string_view text) { return why_not_label(text); }
const char* project_name::why_not(std::string_view text) { return why_not_label(text); }
const char* environment_name::why_not(std::string_view text) { return why_not_label(text); }

const char* rel_path::why_not(std::string_view text) {
  if (text.empty()) return "must not be empty";
  if (text.size() > 1000) return "must have at most 1000 characters";
  if (text.front() == '/') return "must be relative";
  if (!only(text, path_characters))
    return "holds a character that is not allowed (letters, digits and ._@+=,~- are)";
  return each_part(text, why_not_path_part);
}

const char* abs_path::why_not(std::string_view text) {
  if (text.empty() || text.front() != '/') return "must be an absolute path";
  return rel_path::why_not(text.substr(1));
}

}  // namespace naming

result<repository_url> repository_url::parse(std::string_view text) {
  const auto no = [](const char* why) {
    return fail(errc::invalid, std::string("repository ") + why, "repository");
  };
  if (text.size() > 2000) return no("must have at most 2000 characters");
  repository_url out;
  out.text_ = text;
  std::string_view authority, path;
  if (text.starts_with("https://") || text.starts_with("ssh://")) {
    out.scheme_ = text.substr(0, text.find(':'));
    const auto rest = text.substr(out.scheme_.size() + 3);
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) return no("must name a path after the host");
    authority = rest.substr(0, slash);
    path = rest.substr(slash);
  } else if (text.starts_with("file:///")) {
    out.scheme_ = "file";
    path = text.substr(7);
  } else if (const auto colon = text.find(':'); text.find("://") == std::string_view::npos &&
                                                colon != std::string_view::npos && text.find('@') < colon) {
    out.scheme_ = "ssh";  // user@host:path
    authority = text.substr(0, colon);
    out.path_ = "/" + std::string(text.substr(colon + 1));
    path = out.path_;
  } else {
    return no("must be an https://, ssh://, user@host:path or file:/// URL");
  }
  if (out.scheme_ != "file") {
    if (const auto at = authority.find('@'); at != std::string_view::npos) {
      if (out.scheme_ == "https") return no("must not carry a user or a password");
      if (!user_name::parse(authority.substr(0, at))) return no("has a user name that is not allowed");
      authority.remove_prefix(at + 1);
    }
    if (const auto colon = authority.find(':'); colon != std::string_view::npos) {
      const auto port = authority.substr(colon + 1);
      if (port.empty() || port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit))
        return no("has a port that is not a number");
      authority = authority.substr(0, colon);
    }
    if (!host_name::parse(authority)) return no("has a host name that is not allowed");
    out.host_ = authority;
  }
  auto inner = path.substr(1);
  if (inner.ends_with('/')) inner.remove_suffix(1);
  if (const char* why = naming::rel_path::why_not(inner))
    return no((std::string("has a path that ") + why).c_str());
  out.path_ = path;
  return out;
}

bool is_below(std::string_view path, std::string_view root) {
  while (root.size() > 1 && root.ends_with('/')) root.remove_suffix(1);
  if (root.empty() || root.front() != '/' || path.find("/../") != std::string_view::npos ||
      path.ends_with("/.."))
    return false;
  return path == root || root == "/" || (path.starts_with(root) && path[root.size()] == '/');
}

}  // namespace eeveon
