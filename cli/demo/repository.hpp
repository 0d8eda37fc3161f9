// The demo's repository: made once with a first commit, and a hook that tells of pushes as GitHub does.
#pragma once

#include <filesystem>
#include <string>

#include "ports/launcher.hpp"

namespace eeveon::cli::demo {

namespace fs = std::filesystem;

// Bare, branch main, first commit: the page of cli/demo/site. Does nothing when it is there already.
asio::awaitable<result<>> make_repository(launcher& programs, fs::path repository);

// Written anew at every start, because the executable may have moved. It never fails a push.
result<> write_hook(const fs::path& repository, const fs::path& program, const fs::path& data);

// "file:///…", as the spec and the payload name it.
std::string url_of(const fs::path& repository);

}  // namespace eeveon::cli::demo
