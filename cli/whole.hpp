// What a short id of a commit, a release or a deployment stands for: people copy the beginning that tables
// show.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/api.hpp"

namespace eeveon::cli {

struct candidate {
  std::string id, remark;
};

// The one of `among` that begins with `typed`. errc::not_found: none does. errc::invalid: `typed` is shorter
// than four characters, or several do, and the detail lists them, ten at most.
result<std::string> only_one(std::string_view what, std::string_view typed,
                             const std::vector<candidate>& among);

// All 40 digits of a commit that was built for the project or is the head of one of its branches or tags.
// What is whole already is not asked about.
result<std::string> whole_commit(api& server, const std::string& project, const std::string& typed);
// The id of a deployment, from its beginning (with or without dep_) or as the page shortens it,
// "dep_0193…a1b2".
result<std::string> whole_deployment(api& server, const std::string& typed);
// Could `text` be (the beginning of) an id without what it begins with, as 01a2 or 0193…a1b2?
bool looks_like_an_id(std::string_view text);
// The id of a release of the project, from its beginning (with or without rel_) or that of its commit.
result<std::string> whole_release(api& server, const std::string& project, const std::string& typed);

}  // namespace eeveon::cli
