// What a commit says of its submodules, as git tells it: which commits stand where in its tree, and what
// .gitmodules knows of them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace eeveon {

struct gitlink {
  std::string path, commit;  // as they stand there, unchecked
};

struct listed_tree {
  std::vector<gitlink> links;
  bool has_gitmodules = false;  // a plain file .gitmodules at its top
};

// Reads what `ls-tree -r -z` tells of a commit.
listed_tree read_tree(std::string_view listing);
// The few records of such a listing that read_tree looks for: it may be as long as a repository is large.
std::string what_counts_of_tree(std::string_view listing);

// The settings of .gitmodules that count. What it says of updating, branches and the like is never read.
inline constexpr const char* gitmodules_settings = "^submodule\\..*\\.(path|url)$";

// The URL for each path, out of `config -z --get-regexp` with the above. A path without URL has an empty one;
// what is said last counts, as for git.
std::map<std::string, std::string> read_gitmodules(std::string_view settings);

}  // namespace eeveon
