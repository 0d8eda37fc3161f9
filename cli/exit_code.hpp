// What a verb's end tells the shell. Scripts rely on these numbers.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon::cli {

enum exit_code : int {
  done = 0,
  error = 1,
  wrong_usage = 2,   // or wrong configuration
  cancelled = 3,     // or timed out
  not_allowed = 4,   // sign-in needed, or not permitted
  unsuccessful = 5,  // the deployment ended without success
  held = 6,          // or refused by the gate
  conflict = 7,
  interrupted = 130,  // Ctrl-C: what was being watched goes on
  broken_pipe = 141,  // who read the output has gone, as in `eeveon events -f | head`
};

// The same for people: the manual lists them.
struct exit_meaning {
  exit_code code;
  std::string_view meaning;
};
const std::vector<exit_meaning>& exit_meanings();

exit_code exit_code_of(const failure& why);
// Of a deployment's final status.
exit_code exit_code_of_status(std::string_view status);

// Says on standard error what went wrong and returns the matching code.
int report(const failure& why);

}  // namespace eeveon::cli
