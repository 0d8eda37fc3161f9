// The family of actions: what a step of a plan can be. An action is pure: given the step, what it may know
// and what has been observed so far, it says the next effect or its verdict; workers/effects performs.
#pragma once

#include <span>
#include <string_view>

#include "core/plan/action.hpp"

namespace eeveon {

struct action {
  std::string_view name;
  std::string_view about;
  decision (*next)(const step& what, const step_context& context, std::span<const observation> seen);
};

// Every action, in name order.
std::span<const action> actions();
// nullptr when there is none of that name.
const action* find_action(std::string_view name);

}  // namespace eeveon
