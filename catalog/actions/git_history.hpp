// What git says of a commit's past, in its formats for programs. Names, paths and messages in it are a
// stranger's: they are cut and made fit for one line here, once.
#pragma once

#include <string>
#include <string_view>

#include "catalog/actions/git.hpp"
#include "core/release/history.hpp"

namespace eeveon {

// The commits that lead to `commit`, one more than are kept. `bare`: without names and messages, for a
// history that has too much of both.
run_program list_commits(const std::string& mirror, const commit_id& commit, bool bare);
// What list_commits has printed; a last entry that was cut off is left out.
std::vector<history::entry> read_commits(std::string_view printed);

// How the files of two commits differ; observed as the text of a diffstat.
run_program list_differences(const std::string& mirror, const commit_id& from, const commit_id& to);
// The text of a diffstat made from what git has printed.
std::string distil_differences(std::string_view printed);
// The diffstat in such a text; `whole`: git had its say to the end.
std::optional<diffstat> read_differences(std::string_view distilled, bool whole);

}  // namespace eeveon
