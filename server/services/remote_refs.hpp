// Asking a repository what its refs name, from the server: for requests by ref, for polling and for release
// tags.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>
#include <vector>

#include "ports/launcher.hpp"
#include "ports/repository_access.hpp"

namespace eeveon {

// What it takes to ask a repository.
struct git_door {
  launcher& programs;
  const repository_access& repositories;
  std::vector<std::string> file_roots;  // below these, file: repositories may be named
};

// The commit that exactly `ref` names. not_found: no such ref; invalid, in "repository": it is not there or
// does not let us in; unavailable: it cannot be asked now.
asio::awaitable<result<std::string>> resolve_ref(git_door door, std::string url, std::string ref);

// All branches and tags by whole name; annotated tags by their commit. At most 10,000.
asio::awaitable<result<std::map<std::string, std::string>>> remote_refs(git_door door, std::string url);

}  // namespace eeveon
