// What git's and ssh's words mean when a repository was not reached: who has to do what about it.
#pragma once

#include "core/base/names.hpp"
#include "core/plan/action.hpp"

namespace eeveon {

// The repository's host as known_hosts names it: "host", or "[host]:port" when the port is not 22.
std::string known_host_name(const repository_url& url);

// One sentence with the URL and what to do. invalid: as long as nobody changes anything it stays so (no such
// repository, no right to it, another host key); unavailable: it may work the next time.
failure explain_git(const repository_url& url, const observation& seen, const git_access& access);

// The same as an action's verdict.
gave_up not_reached(const repository_url& url, const observation& seen, const git_access& access);

// Whose host key ssh has taken for the first time, as a sentence for the log; empty: nobody's.
std::string newly_pinned(std::string_view errors, const git_access& access);

}  // namespace eeveon
