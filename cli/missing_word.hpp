// Which word of a half-typed command line is being typed, for shell completion.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace eeveon::cli {

struct missing_word {
  // "PROJECT", "ENVIRONMENT", "DEPLOYMENT", "NODE", "CONTEXT", or an option's key; empty: nothing known
  std::string what;
  std::vector<std::string_view> choices;  // it is one of these; empty: the server, or nobody, knows
  std::string project;                    // said before, for an environment
  std::map<std::string, std::string, std::less<>> flags;  // where to ask, and as whom
};

// `typed` are the words behind `eeveon`; the last one, perhaps empty, is the one to complete.
missing_word find_missing_word(const std::vector<std::string>& typed);

}  // namespace eeveon::cli
