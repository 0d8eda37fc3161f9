// The files git reaches repositories with: a key and a known_hosts in one folder, credentials in a file that
// nobody else may read.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "core/base/failure.hpp"
#include "ports/launcher.hpp"
#include "ports/repository_access.hpp"

namespace eeveon {

struct repository_files {
  std::string identity;     // private key; known_hosts lies beside it
  std::string credentials;  // read at each use; need not be there
};

namespace os {
// Makes the key's folder and writes the ssh configuration there. invalid: a path that ssh cannot be given.
result<std::unique_ptr<repository_access>> make_repository_access(const repository_files& files);

// What a process does at its start: makes the key, and says in the log which it is and what cannot be used.
boost::asio::awaitable<void> keep_identity(launcher& programs, git_access access);
}  // namespace os

// Makes the key pair `identity`, when it is not there, in a folder closed to others.
boost::asio::awaitable<result<>> make_identity(launcher& programs, std::string identity);

}  // namespace eeveon
