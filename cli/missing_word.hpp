// Which word of a half-typed command line is being typed, for shell completion.
#pragma once

#include <string>
#include <vector>

namespace eeveon::cli {

struct missing_word {
  std::string
      what;  // "PROJECT", "ENVIRONMENT", "DEPLOYMENT", "NODE", or an option's key; empty: nothing known
  std::string project;  // said before, for an environment
  std::string url, token;
};

// `typed` are the words behind `eeveon`; the last one, perhaps empty, is the one to complete.
missing_word find_missing_word(const std::vector<std::string>& typed);

}  // namespace eeveon::cli
