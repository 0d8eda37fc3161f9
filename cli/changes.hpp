// What a deployment brings, as people read it in a terminal.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "cli/print.hpp"

namespace eeveon::cli {

// Of an answer of GET /deployments/{id}/changes.
table commits_table(const json::value& changes);
table files_table(const json::value& changes);
// "3 commits, 2 files (+10 -4) since 1a2b3c4" and the page that compares them; one line.
std::string changes_remark(const json::value& changes);

}  // namespace eeveon::cli
