// The files that settings stand in, and the contexts: a server each, by a name of one's own, in a file of its
// own, so that none is lost when another is changed.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/failure.hpp"

namespace eeveon::cli {

// What one place says. Keys as in setting_keys().
struct setting_layer {
  std::string origin;               // as people know it; of flags and variables empty
  std::filesystem::path file = {};  // empty: it is none
  std::map<std::string, std::string, std::less<>> values = {};
  bool personal = false;     // given for this very place: its token goes wherever the address leads
  bool of_checkout = false;  // came with one: who has written it is not known
};

// Nothing where there is no such file. errc::invalid names the file and what is wrong in it.
result<setting_layer> read_layer(const std::filesystem::path& file);

// The nearest .eeveon-cli.yaml, from here upwards: it belongs to the checkout one stands in.
std::filesystem::path project_file();
std::filesystem::path user_file();    // below $XDG_CONFIG_HOME
std::filesystem::path system_file();  // the first there is below $XDG_CONFIG_DIRS

// The token that a layer brings, in itself or in the file it names. errc::invalid: others can read that file.
result<std::string> token_of(const setting_layer& from);

// Names of the contexts, in order.
std::vector<std::string> contexts();
// Where a context stands. errc::invalid: it cannot be called so.
result<std::filesystem::path> context_file(std::string_view name);
// errc::not_found says what there is instead.
result<setting_layer> read_context(std::string_view name);
// The one that `config use-context` has chosen; empty: none.
std::string chosen_context();
// Empty: none from here on.
result<> choose_context(std::string_view name);

}  // namespace eeveon::cli
