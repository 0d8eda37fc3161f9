// Where the server is, who we are and how to print. Precedence: flag, environment, project file, user file,
// the data folder of an `eeveon up` on this machine, default.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon::cli {

enum class output_form { table, json, yaml, csv };

struct settings {
  std::string url;
  std::string token;
  output_form output = output_form::table;
  std::chrono::seconds patience{30};  // with each answer
};

// Known keys: url, token, output. `flags` holds those given on the command line.
// errc::invalid names the file or variable that holds a wrong value.
result<settings> choose_settings(const std::map<std::string, std::string, std::less<>>& flags);

// Where `eeveon up` keeps everything unless told otherwise.
std::string default_data_folder();

// The text of a small file without its final line end; empty when it cannot be read.
std::string read_line_of(const std::string& file);

}  // namespace eeveon::cli
