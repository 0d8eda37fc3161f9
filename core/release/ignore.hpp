// .deployignore: what of a tree stays out of its artifact. A subset of .gitignore: comments, blank lines, '!'
// takes back, a trailing '/' means folders only, '*' and '?' within a name, '**' over folders; a pattern with
// a '/' inside is anchored at the tree's root, others match at any depth. The last matching line decides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace eeveon {

// A thousand characters are plenty for a pattern and keep the matching bounded.
constexpr std::size_t max_pattern = 1000;
// The number, from 1, of the first line whose pattern is longer; 0 when none is.
std::size_t overlong_pattern(std::string_view text);

class ignore_rules {
 public:
  explicit ignore_rules(std::string_view text);  // lines, none of them overlong
  // Is `path` (relative, no trailing '/') left out? As in git, what lies in an ignored folder is never asked
  // for.
  bool matches(std::string_view path, bool is_folder) const;

 private:
  struct rule {
    std::string pattern;
    bool negated = false, folders_only = false, anchored = false;
  };
  std::vector<rule> rules_;
};

}  // namespace eeveon
