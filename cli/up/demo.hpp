// The demo of `eeveon up`: a repository to push to, three nodes that serve what is live, and a project
// between them.
#pragma once

#include "cli/api.hpp"
#include "cli/up/folder.hpp"
#include "cli/up/household.hpp"

namespace eeveon::up {

// What needs no server: the repository with its hook, the nodes' folders and their processes.
asio::awaitable<result<>> prepare_demo(fs::path program, const folder& data, household& house);

// What the server must know: nodes and project, once.
asio::awaitable<result<>> open_demo(const folder& data, cli::api& server);

// Tells of the head of main when nobody was there to hear of its push; the first commit is such a one.
asio::awaitable<result<>> tell_missed_push(fs::path program, const folder& data, std::string url);

}  // namespace eeveon::up
