// What deploy and rollback share: asking for a plan to run, showing it, waiting for its end.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/api.hpp"
#include "cli/invocation.hpp"
#include "cli/verb.hpp"

namespace eeveon::cli {

// --note: why, for the log; and the body that an ask with nothing else sends.
parameter note_parameter();
json::object noted(const invocation& asked, json::object ask = {});

// A verb's own parameters, and those of all that ask for something: --note, --wait, --no-wait, --timeout.
std::vector<parameter> with_waiting(std::vector<parameter> own);
parameter dry_run_parameter();
// errc::invalid when both are said; to be asked before anything is changed.
result<> check_waiting(const invocation& asked);
// With --wait the exit code of its end, where the status `wanted` is success; otherwise what was `told`, and
// how to follow it.
int wait_or_leave(const invocation& asked, api& server, const std::string& id, std::string_view told,
                  std::string_view wanted = "succeeded");

// Posts `ask` (with dry_run when so flagged), prints the answer, waits when --wait was given.
int request_plan(const invocation& asked, api& server, const std::string& path, json::object ask);

// Prints what the server exports as CSV under `path`.
int print_file(api& server, const std::string& path);

// "/api/v1/projects/P/environments/E" from the positions PROJECT and ENVIRONMENT.
std::string environment_path(const invocation& asked);
// The board's row of that environment; errc::not_found names what there is instead.
result<json::value> find_environment(const invocation& asked, api& server);

}  // namespace eeveon::cli
