#include "cli/setting_files.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cli/known.hpp"
#include "cli/read_text.hpp"
#include "cli/setting_keys.hpp"
#include "cli/settings.hpp"
#include "cli/up/folder.hpp"
#include "core/project/yaml.hpp"

namespace eeveon::cli {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// Nobody's home is the folder one stands in, which may be a stranger's checkout.
fs::path home() {
  fs::path out = variable("HOME");
  return out.is_absolute() ? out : fs::path("/");
}

fs::path user_folder() {
  const fs::path config = variable("XDG_CONFIG_HOME");
  return (config.is_absolute() ? config : home() / ".config") / "eeveon";
}

fs::path context_folder() { return user_folder() / "contexts"; }
fs::path choice_file() { return user_folder() / "context"; }

// "~/x" is at home, what is not absolute beside the file that names it.
fs::path place_of(const std::string& named, const fs::path& in) {
  if (named.starts_with("~/")) return home() / named.substr(2);
  return in.empty() ? fs::path(named) : in.parent_path() / named;
}

result<> check_private(const fs::path& file) {
  struct stat found{};
  if (stat(file.c_str(), &found) != 0) return fail(errc::invalid, std::strerror(errno), file.string());
  if ((found.st_mode & 077) == 0) return {};
  return fail(errc::invalid,
              fmt::format("holds a token and is open to others (mode {:04o}): chmod 600 {}",
                          found.st_mode & 07777, file.string()),
              file.string());
}

}  // namespace

fs::path project_file() {
  std::error_code ignored;
  for (auto folder = fs::current_path(ignored); !folder.empty(); folder = folder.parent_path()) {
    if (auto file = folder / ".eeveon-cli.yaml"; fs::is_regular_file(file, ignored)) return file;
    if (folder == folder.root_path()) break;
  }
  return {};
}

fs::path user_file() { return user_folder() / "config.yaml"; }

fs::path system_file() {
  auto folders = variable("XDG_CONFIG_DIRS");
  if (folders.empty()) folders = "/etc/xdg";
  std::error_code ignored;
  for (std::string_view rest = folders; !rest.empty();) {
    const auto one = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (auto file = fs::path(one) / "eeveon" / "config.yaml"; fs::is_regular_file(file, ignored)) return file;
  }
  return {};
}

result<setting_layer> read_layer(const fs::path& file) {
  setting_layer out{.origin = file.string(), .file = file};
  const auto text = read_text(file.string());
  if (!text) return out;
  const auto value = yaml_to_json(*text);
  if (!value) return fail(errc::invalid, value.error().detail, file.string());
  std::vector<std::string> known;
  for (const auto& one : setting_keys())
    if (one.in_files) known.push_back(one.name_in_files());
  if (!value->is_object())
    return fail(errc::invalid, fmt::format("must hold keys: {}", fmt::join(known, ", ")), file.string());
  for (const auto& [key, member] : value->get_object()) {
    const auto one = std::ranges::find_if(
        setting_keys(), [&](const auto& k) { return k.in_files && k.name_in_files() == key; });
    if (one == setting_keys().end())
      return fail(
          errc::invalid,
          fmt::format("unknown key '{}': possible are {}", std::string_view(key), fmt::join(known, ", ")),
          file.string());
    if (!member.is_string())
      return fail(errc::invalid, fmt::format("'{}' must be a text", std::string_view(key)), file.string());
    out.values.emplace(one->key(), member.get_string());
  }
  return out;
}

result<std::string> token_of(const setting_layer& from) {
  const auto inside = from.values.find("token"), beside = from.values.find("token-file");
  if (inside != from.values.end()) {
    if (!from.file.empty())
      if (auto sound = check_private(from.file); !sound) return std::unexpected(sound.error());
    return inside->second;
  }
  if (beside == from.values.end()) return std::string{};
  const auto file = place_of(beside->second, from.file);
  if (auto sound = check_private(file); !sound) return std::unexpected(sound.error());
  auto token = read_line_of(file.string());
  if (token.empty()) return fail(errc::invalid, "its first line must be the token", file.string());
  return token;
}

std::vector<std::string> contexts() {
  std::vector<std::string> out;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(context_folder(), ignored))
    if (entry.path().extension() == ".yaml") out.push_back(entry.path().stem().string());
  std::ranges::sort(out);
  return out;
}

result<fs::path> context_file(std::string_view name) {
  const bool sound = !name.empty() && name.size() <= 63 && name.front() != '.' && name.front() != '-' &&
                     std::ranges::all_of(name, [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                              c == '-' || c == '_' || c == '.';
                     });
  if (!sound) return fail(errc::invalid, "must be 1 to 63 of a-z, A-Z, 0-9, '.', '_' and '-'", "context");
  return context_folder() / (std::string(name) + ".yaml");
}

result<setting_layer> read_context(std::string_view name) {
  const auto file = context_file(name);
  std::error_code ignored;
  if (!file || !fs::exists(*file, ignored))
    return std::unexpected(unknown("context", std::string(name), contexts()));
  return read_layer(*file);
}

std::string chosen_context() { return read_line_of(choice_file().string()); }

result<> choose_context(std::string_view name) {
  std::error_code wrong;
  if (name.empty()) {
    fs::remove(choice_file(), wrong);
    return wrong ? fail(errc::io, wrong.message(), choice_file().string()) : result<>{};
  }
  if (auto there = read_context(name); !there) return std::unexpected(there.error());
  return up::write_file(choice_file(), std::string(name) + "\n", 0644);
}

}  // namespace eeveon::cli
