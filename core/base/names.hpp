// Names that reach a program, a path or another machine. Each is a type of its own that can only be made by
// parse(): a hostile string stops being representable here, once, instead of being escaped everywhere.
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon {

// A string that has passed Rule::why_not (nullptr: acceptable, else the end of a sentence that says what is
// wrong).
template <class Rule>
class checked_name {
 public:
  // errc::invalid, `where` is the rule's name; the refused text is not repeated in the detail.
  static result<checked_name> parse(std::string_view text) {
    if (const char* why = Rule::why_not(text))
      return fail(errc::invalid, std::string(Rule::name) + ' ' + why, Rule::name);
    return checked_name(std::string(text));
  }
  const std::string& text() const { return text_; }
  auto operator<=>(const checked_name&) const = default;

 private:
  explicit checked_name(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

namespace naming {
struct git_ref {  // "refs/heads/main", "main", "v1.2"; a subset of git check-ref-format
  static constexpr const char* name = "ref";
  static const char* why_not(std::string_view text);
};
struct commit_id {  // 40 or 64 lower-case hex digits
  static constexpr const char* name = "commit";
  static const char* why_not(std::string_view text);
};
struct host_name {  // RFC 1123 name, IPv4 or IPv6 address (without brackets)
  static constexpr const char* name = "host";
  static const char* why_not(std::string_view text);
};
struct user_name {  // a Unix login name
  static constexpr const char* name = "user";
  static const char* why_not(std::string_view text);
};
struct node_name {  // lower-case letters, digits and inner dashes, at most 63
  static constexpr const char* name = "node";
  static const char* why_not(std::string_view text);
};
struct project_name {  // as node_name
  static constexpr const char* name = "project";
  static const char* why_not(std::string_view text);
};
struct environment_name {  // as node_name
  static constexpr const char* name = "environment";
  static const char* why_not(std::string_view text);
};
struct rel_path {  // below some folder: no "..", no leading '/' or '-', no empty part
  static constexpr const char* name = "path";
  static const char* why_not(std::string_view text);
};
struct abs_path {  // "/" followed by a rel_path
  static constexpr const char* name = "folder";
  static const char* why_not(std::string_view text);
};
}  // namespace naming

using git_ref = checked_name<naming::git_ref>;
using commit_id = checked_name<naming::commit_id>;
using host_name = checked_name<naming::host_name>;
using user_name = checked_name<naming::user_name>;
using node_name = checked_name<naming::node_name>;
using project_name = checked_name<naming::project_name>;
using environment_name = checked_name<naming::environment_name>;
using rel_path = checked_name<naming::rel_path>;
using abs_path = checked_name<naming::abs_path>;

// https://host[:port]/path, ssh://[user@]host[:port]/path, user@host:path (kept as written) or file:///path.
class repository_url {
 public:
  static result<repository_url> parse(std::string_view text);
  const std::string& text() const { return text_; }      // as written; what git is given
  const std::string& scheme() const { return scheme_; }  // "https", "ssh" or "file"
  const std::string& host() const { return host_; }      // empty for file
  const std::string& path() const { return path_; }      // starts with '/'
  auto operator<=>(const repository_url&) const = default;

 private:
  repository_url() = default;
  std::string text_, scheme_, host_, path_;
};

// Is `path` the folder `root` or below it? Both absolute and without "..".
bool is_below(std::string_view path, std::string_view root);

}  // namespace eeveon
