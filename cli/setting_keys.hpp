// The settings there are: the only list of them. Options, environment, files, completion and manual read it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/verb.hpp"

namespace eeveon::cli {

struct setting_key {
  parameter option;                // of every verb that talks to a server
  std::string_view variable = {};  // of the environment; empty: none
  bool in_files = false;

  std::string_view key() const { return option.key(); }
  std::string name_in_files() const;  // "token_file" of token-file
};

const std::vector<setting_key>& setting_keys();

// The same as options.
const std::vector<parameter>& client_parameters();

}  // namespace eeveon::cli
