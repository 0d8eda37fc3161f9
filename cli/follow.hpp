// Watching something that goes on without us.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "cli/api.hpp"

namespace eeveon::cli {

// From here on Ctrl-C ends the program with 130 after saying `how_to_follow_again`; nothing on the server is
// cancelled.
void detach_on_interrupt(const std::string& how_to_follow_again);

void pause_between_looks();

bool is_final(std::string_view status);
// A step's state as people are told it: what fails without deciding anything has only warned.
std::string state_of_step(const json::value& step);

// Watches a deployment until it ends or `limit` (zero: none) is over; tells its steps on standard error.
// Returns the exit code that belongs to the ending: 0 for the status that is `wanted`.
int follow_deployment(api& server, const std::string& id, std::chrono::milliseconds limit,
                      std::string_view wanted = "succeeded");

}  // namespace eeveon::cli
