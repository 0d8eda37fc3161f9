// One exact commit of a repository, brought to this worker and put into a folder: what the actions that look
// into repositories share.
#pragma once

#include "catalog/actions/git.hpp"
#include "catalog/actions/replay.hpp"

namespace eeveon::action_named {

// True once the repository's mirror is there, made by this step or another; else the step says
// past.verdict(). Whoever is ended on the way leaves no half of a mirror behind.
bool bring_mirror(replay& past, const repository_url& url, const step_context& context);

// True once the repository's mirror has the commit; else the step says past.verdict(). `gone`: what is said
// when the repository does not have it.
bool bring_commit(replay& past, const repository_url& url, const commit_id& commit,
                  const step_context& context, std::string gone);

// The step ends with `otherwise`, after an answer of git that is no good; but when git complains of the
// mirror itself, that is put away, so that the next attempt makes it anew. Never true. `asked_nobody_else`:
// what was asked was asked of the mirror alone.
bool end_in_mirror(replay& past, const std::string& mirror, const observation& seen,
                   const step_context& context, gave_up otherwise, bool asked_nobody_else = true);

// Puts the commit's files into the folder `tree`: no hooks, no filters, no .git. `index` is a file of its own
// that is not there yet; submodules become empty folders.
run_program check_out(const std::string& mirror, const commit_id& commit, const std::string& tree,
                      const std::string& index);

}  // namespace eeveon::action_named
