// The few fields of a GitHub payload that mean something to us, read without building the rest in memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon {

// Missing fields and those of another kind than GitHub writes are empty. Ids are decimal. What people have
// written (zen, message, authored_at, and the names of authors, pushers and releases) is cut at 4 KiB.
struct github_payload {
  std::string action, hook_id, zen;
  // repository
  std::string repository_id, full_name, default_branch, clone_url, ssh_url, git_url, html_url;
  // of a push
  std::string ref, before, after, message, author, authored_at, pusher;
  bool created = false, deleted = false, forced = false;
  std::int64_t commits = 0;
  // of a release
  std::string release_id, tag, release_name, release_author;
  bool draft = false, prerelease = false;
};

// Of a key that comes twice the last value counts. errc::invalid when `body` is not a JSON object in valid
// UTF-8 of at most 64 levels and a million values, or one of the other texts has more than 1 KiB: `where`
// names it, as in "repository.full_name".
result<github_payload> read_github_payload(std::string_view body);

}  // namespace eeveon
