// Where the links of a tree lead: followed through the tree's own links, as the kernel follows them.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace eeveon {

class link_tree {
 public:
  void add(std::string path, std::string target) { targets_[std::move(path)] = std::move(target); }
  // Every link by its path, and what it says.
  const std::map<std::string, std::string, std::less<>>& all() const { return targets_; }
  // The end of a sentence about the link at `path` when it cannot be in an artifact; nullptr when it stays
  // inside. What its way goes through and is no link of this tree counts as a folder.
  const char* why_not(std::string_view path) const;

 private:
  std::map<std::string, std::string, std::less<>> targets_;
};

}  // namespace eeveon
