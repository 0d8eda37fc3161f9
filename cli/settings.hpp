// Where the server is, who we are and how to print. Precedence: flag, environment, project file, the chosen
// context, user file, system file, the data folder of an `eeveon up` on this machine, default. A context that
// a flag or the environment names stands right behind those.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "cli/terminal.hpp"
#include "core/base/failure.hpp"

namespace eeveon::cli {

enum class output_form { table, json, yaml, csv, name };

// How data are written: in a form, or only one field of them.
struct output_choice {
  output_form form = output_form::table;
  bool wide = false;  // of a table: every column, nothing shortened
  std::string field;  // "environments.name"; empty: all

  output_choice() = default;
  output_choice(output_form as) : form(as) {}
  bool operator==(output_form other) const { return field.empty() && form == other; }
};

struct settings {
  std::string url;
  std::string token;
  output_choice output;
  colour_choice colours = colour_choice::automatic;
  bool quiet = false, verbose = false;
  std::chrono::seconds patience{30};  // with each answer
  std::string context;                // the one that is chosen, empty: none
  // By setting, who has said it: "--url", "EEVEON_URL", a file, "default". None for a token that there is
  // not.
  std::map<std::string, std::string, std::less<>> origins;
};

// `flags` holds those given on the command line, by the keys of setting_keys(); one that takes no value holds
// any. errc::invalid names the file or variable that holds a wrong value, not_found a context that is none.
result<settings> choose_settings(const std::map<std::string, std::string, std::less<>>& flags);

// Where `eeveon up` keeps everything unless told otherwise.
std::string default_data_folder();

// The text of a small file without its final line end; empty when it cannot be read.
std::string read_line_of(const std::string& file);

}  // namespace eeveon::cli
