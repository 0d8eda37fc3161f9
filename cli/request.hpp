// What deploy and rollback share: asking for a plan to run, showing it, waiting for its end.
#pragma once

#include <string>

#include "cli/api.hpp"
#include "cli/invocation.hpp"
#include "cli/verb.hpp"

namespace eeveon::cli {

// --note: why, for the log; and the body that an ask with nothing else sends.
parameter note_parameter();
json::object noted(const invocation& asked, json::object ask = {});

const std::vector<parameter>& waiting_parameters();  // --wait, --timeout, --dry-run

// Posts `ask` (with dry_run when so flagged), prints the answer, waits when --wait was given.
int request_plan(const invocation& asked, api& server, const std::string& path, json::object ask);

// Prints what the server exports as CSV under `path`.
int print_file(api& server, const std::string& path);

// "/api/v1/projects/P/environments/E" from the positions PROJECT and ENVIRONMENT.
std::string environment_path(const invocation& asked);
// The board's row of that environment; errc::not_found names what there is instead.
result<json::value> find_environment(const invocation& asked, api& server);

}  // namespace eeveon::cli
