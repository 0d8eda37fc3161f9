// A push as GitHub tells it, with the fields that Eeveon reads and a few for people.
#pragma once

#include <string>
#include <vector>

namespace eeveon::cli::demo {

struct pushed_commit {
  std::string id, message, author, email, timestamp;
};

struct push {
  std::string ref, before, after;  // 40 zeros before a creation and after a deletion
  bool forced = false;
  std::vector<pushed_commit> commits;  // oldest first; the last is the head
  std::string clone_url;
};

// JSON of the body.
std::string payload_of(const push& told);

}  // namespace eeveon::cli::demo
