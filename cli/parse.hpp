// Turns the words of a command line into a verb and its values.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "cli/invocation.hpp"
#include "cli/verb.hpp"

namespace eeveon::cli {

struct parsed {
  const verb* what = nullptr;
  invocation::words words;
};

// Either a verb to run, or an exit code when everything has been said already (help, version, wrong usage).
std::variant<parsed, int> parse(const std::vector<std::string>& arguments);

}  // namespace eeveon::cli
