#include "cli/setting_keys.hpp"

#include <algorithm>

namespace eeveon::cli {
namespace {

parameter one_of(parameter option, std::vector<std::string_view> choices) {
  option.choices = std::move(choices);
  return option;
}

}  // namespace

std::string setting_key::name_in_files() const {
  std::string out(key());
  std::ranges::replace(out, '-', '_');
  return out;
}

const std::vector<setting_key>& setting_keys() {
  static const std::vector<setting_key> list{
      {{"--url", "URL", "the server"}, "EEVEON_URL", true},
      {{"--token", "TOKEN", "who asks; a flag is visible to others on this machine"}, "EEVEON_TOKEN", true},
      {{"--token-file", "FILE", "holds the token, readable by its owner alone"}, "EEVEON_TOKEN_FILE", true},
      {{"--context", "CONTEXT", "the server that eeveon config set-context gave this name"},
       "EEVEON_CONTEXT"},
      {one_of({"-o,--output", "FORM", "how the answer is written"},
              {"table", "wide", "json", "yaml", "csv", "name"}),
       "EEVEON_OUTPUT", true},
      {{"--field", "PATH", "only what stands there in the JSON, as environments.name: a line for each"}},
      {one_of({"--color", "WHEN", "when statuses are painted"}, {"auto", "always", "never"}), "EEVEON_COLOR",
       true},
      {{"-q,--quiet", "", "no remarks, only the answer and errors"}},
      {{"-v,--verbose", "", "tell each request: method, path, status, time, id"}},
  };
  return list;
}

const std::vector<parameter>& client_parameters() {
  static const auto list = [] {
    std::vector<parameter> out;
    for (const auto& one : setting_keys()) out.push_back(one.option);
    return out;
  }();
  return list;
}

}  // namespace eeveon::cli
