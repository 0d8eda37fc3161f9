// Asking a repository what its refs name, from the server: for requests by ref, for polling and for release
// tags.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>
#include <vector>

#include "ports/launcher.hpp"

namespace eeveon {

// The commit that exactly `ref` names. not_found: no such ref; unavailable: the repository cannot be asked
// now.
asio::awaitable<result<std::string>> resolve_ref(launcher& programs, std::string url, std::string ref,
                                                 std::vector<std::string> file_roots);

// All branches and tags by whole name; annotated tags by their commit. At most 10,000.
asio::awaitable<result<std::map<std::string, std::string>>> remote_refs(launcher& programs, std::string url,
                                                                        std::vector<std::string> file_roots);

}  // namespace eeveon
