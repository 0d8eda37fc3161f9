#include "cli/settings.hpp"

#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "core/project/yaml.hpp"

namespace eeveon::cli {
namespace {

namespace fs = std::filesystem;
using layer = std::map<std::string, std::string, std::less<>>;

constexpr auto default_url = "http://127.0.0.1:8080";
constexpr std::size_t personal_layers = 3;  // flags, environment, project file: given for this very place

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// The nearest .eeveon-cli.yaml, from here upwards: it belongs to the checkout one stands in.
std::optional<fs::path> project_file() {
  std::error_code ignored;
  for (auto folder = fs::current_path(ignored); !folder.empty(); folder = folder.parent_path()) {
    if (auto file = folder / ".eeveon-cli.yaml"; fs::is_regular_file(file, ignored)) return file;
    if (folder == folder.root_path()) break;
  }
  return std::nullopt;
}

fs::path user_file() {
  const auto config = variable("XDG_CONFIG_HOME");
  return (config.empty() ? fs::path(variable("HOME")) / ".config" : fs::path(config)) / "eeveon" /
         "config.yaml";
}

result<layer> read_layer(const fs::path& file) {
  std::ifstream in(file);
  if (!in) return layer{};
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto value = yaml_to_json(text);
  if (!value) return fail(errc::invalid, value.error().detail, file.string());
  layer out;
  if (!value->is_object()) return fail(errc::invalid, "must hold keys: url, token, output", file.string());
  for (const auto& [key, member] : value->get_object()) {
    if (key != "url" && key != "token" && key != "output")
      return fail(errc::invalid, "unknown key '" + std::string(key) + "': possible are url, token, output",
                  file.string());
    if (!member.is_string())
      return fail(errc::invalid, "'" + std::string(key) + "' must be a text", file.string());
    out.emplace(key, member.get_string());
  }
  return out;
}

layer environment_layer() {
  layer out;
  for (const auto& [key, name] :
       {std::pair{"url", "EEVEON_URL"}, {"token", "EEVEON_TOKEN"}, {"output", "EEVEON_OUTPUT"}})
    if (auto value = variable(name); !value.empty()) out.emplace(key, std::move(value));
  return out;
}

layer local_layer() {
  const auto data = default_data_folder();
  layer out;
  auto url = read_line_of(data + "/ready");
  if (url.empty()) return out;  // it does not run: whoever listens there now must not be shown its token
  out.emplace("url", std::move(url));
  if (auto token = read_line_of(data + "/admin-token"); !token.empty())
    out.emplace("token", std::move(token));
  return out;
}

}  // namespace

std::string default_data_folder() {
  if (auto chosen = variable("EEVEON_DATA"); !chosen.empty()) return chosen;
  if (geteuid() == 0) return "/var/lib/eeveon";
  const auto share = variable("XDG_DATA_HOME");
  return (share.empty() ? variable("HOME") + "/.local/share" : share) + "/eeveon";
}

std::string read_line_of(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

result<settings> choose_settings(const layer& flags) {
  auto project = project_file() ? read_layer(*project_file()) : result<layer>(layer{});
  if (!project) return std::unexpected(project.error());
  auto user = read_layer(user_file());
  if (!user) return std::unexpected(user.error());
  const std::array layers{flags, environment_layer(), *project, *user, local_layer()};
  const auto first = [&](std::string_view key, std::string fallback) {
    for (const auto& l : layers)
      if (const auto found = l.find(key); found != l.end()) return found->second;
    return fallback;
  };

  settings out{.url = first("url", default_url)};
  // A token goes only where it belongs: a project file that came with a checkout may name a server, but must
  // not draw the person's own token to it.
  for (std::size_t i = 0; i < layers.size() && out.token.empty(); ++i) {
    const auto token = layers[i].find("token");
    const auto home = layers[i].find("url");
    const bool meant =
        i < personal_layers || (home == layers[i].end() ? out.url == default_url : home->second == out.url);
    if (token != layers[i].end() && meant) out.token = token->second;
  }
  while (out.url.ends_with('/')) out.url.pop_back();
  if (!out.url.starts_with("http://") && !out.url.starts_with("https://"))
    return fail(errc::invalid, "the server's address must begin with http:// or https://", "url");
  const auto form = first("output", "table");
  if (form == "json")
    out.output = output_form::json;
  else if (form == "yaml")
    out.output = output_form::yaml;
  else if (form == "csv")
    out.output = output_form::csv;
  else if (form != "table")
    return fail(errc::invalid, "must be table, json, yaml or csv", "output");
  return out;
}

}  // namespace eeveon::cli
