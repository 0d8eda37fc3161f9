// Walks a folder that a repository's build has left behind, trusting nothing in it: every step is relative to
// an open folder and follows no link.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "adapters/os/files.hpp"
#include "core/base/failure.hpp"
#include "core/release/ignore.hpp"

namespace eeveon {

struct found_file {
  std::string path;  // relative
  bool executable = false;
  int fd = -1;              // open for reading, valid during the call; -1 for a link
  std::string link_target;  // of a link
};

// Calls `visit` for every regular file and link that `ignore` leaves, `.git` never, and `go_on` before it
// looks at anything; stops at the first failure of either. refused: names, links and kinds of files that
// cannot be in an artifact (where links lead is judged at the end, through one another); too_large beyond
// `depth` folders.
result<> walk_tree(open_fd root, const ignore_rules& ignore, int depth,
                   const std::function<result<>()>& go_on,
                   const std::function<result<>(const found_file&)>& visit);

}  // namespace eeveon
