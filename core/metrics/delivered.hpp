// Which commits each deployment brought to its environment for the first time, told from the histories that
// builds have noted. Histories overlap, so few of them tell of many deployments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/metrics/dora.hpp"
#include "core/release/history.hpp"

namespace eeveon {

class delivered_commits {
 public:
  explicit delivered_commits(std::vector<delivered_change> changes);

  // At most `most` releases whose histories would tell more, spread over the time; empty: there are none.
  std::vector<std::string> wanted(std::size_t most);
  // What the build of a release has noted; nullptr: nothing.
  void note(const std::string& release, const history* noted);
  // The changes, each with when its commits were made, as far as it is known.
  std::vector<delivered_change> take();

 private:
  struct commit {
    std::int64_t made = 0;  // 0: not known
    bool known = false;     // its parents are
    std::vector<std::uint32_t> parents{};
  };
  struct walk {
    std::vector<std::int64_t> made{};  // of what was met for the first time
    bool whole = true;                 // nothing led to a commit that is not known
  };
  std::uint32_t index_of(std::string_view id);
  walk deliver(std::uint32_t head, std::unordered_set<std::uint32_t>& before) const;
  template <class Each>
  void for_each_live(Each each);

  std::vector<delivered_change> changes_;  // by environment, in the order in which they ended
  std::vector<std::uint32_t> heads_;
  std::vector<commit> commits_;
  std::unordered_map<std::string, std::uint32_t> indexes_;
  std::unordered_set<std::string> noted_;
};

}  // namespace eeveon
