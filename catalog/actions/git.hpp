// git as argument vectors: no hooks, no prompts, no filters, nothing of the user's configuration, and only
// names that have been checked.
#pragma once

#include "core/base/names.hpp"
#include "core/plan/action.hpp"

namespace eeveon {

// The URL as git may be given it. refused: file: outside `file_roots`; invalid: not an address that is
// accepted.
result<repository_url> allowed_repository(std::string_view url, const std::vector<std::string>& file_roots);

// `git <safe settings> words…`, for what this machine has: it reaches no other and knows no credentials.
run_program git_program(std::vector<std::string> words, std::chrono::milliseconds limit);
// The same for words that name `url`, with what reaches it.
run_program git_program_for(const repository_url& url, std::vector<std::string> words,
                            const git_access& access, std::chrono::milliseconds limit);

// The bare repository on this worker that holds what has been fetched from `url`; and git in it.
std::string mirror_of(const step_context& context, const repository_url& url);
run_program git_in(const std::string& mirror, std::vector<std::string> words,
                   std::chrono::milliseconds limit = std::chrono::seconds(60));
// The ref in the mirror that a commit keeps once it has been brought with all that it leads to. By it the
// next fetch tells the other side what need not be sent again.
std::string ref_of(const commit_id& commit);
// Brings what the ref, the commit, or all branches and tags lead to, as far as it is not there yet.
run_program fetch_ref(const std::string& mirror, const repository_url& url, const git_ref& ref,
                      const step_context& context);
run_program fetch_commit(const std::string& mirror, const repository_url& url, const commit_id& commit,
                         const step_context& context);
run_program fetch_all(const std::string& mirror, const repository_url& url, const step_context& context);
// Packs what the mirror has collected, when by git's own measure that is worth it: at more than 50 packs.
run_program collect_garbage(const std::string& mirror);

// The head of exactly `ref` in the output of ls-remote; an annotated tag's commit. Empty: not there.
std::string head_in(std::string_view ls_remote_output, std::string_view ref);

// argv of the question that head_in answers.
run_program ls_remote(const repository_url& url, const git_ref& ref, const git_access& access);

// What git said of a repository of ours, fit for one line of a reason.
std::string git_reason(const observation& seen);

}  // namespace eeveon
