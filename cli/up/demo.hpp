// The demo of `eeveon up`: a repository to push to, three nodes that serve what is live, and a project
// between them.
#pragma once

#include "cli/api.hpp"
#include "cli/up/folder.hpp"
#include "cli/up/household.hpp"

namespace eeveon::up {

// What needs no server: the repository with its hook, the nodes' folders and their processes.
asio::awaitable<result<>> prepare_demo(fs::path program, const folder& data, household& house);

// What the server must know: nodes and project, once; then pushes that nobody was there to hear of.
asio::awaitable<result<>> open_demo(fs::path program, const folder& data, cli::api& server);

}  // namespace eeveon::up
