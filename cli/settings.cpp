#include "cli/settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "cli/setting_files.hpp"
#include "cli/setting_keys.hpp"

namespace eeveon::cli {
namespace {

using words = std::map<std::string, std::string, std::less<>>;

constexpr auto default_url = "http://127.0.0.1:8080";

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

const setting_key& key_of(std::string_view name) {
  return *std::ranges::find(setting_keys(), name, &setting_key::key);
}

setting_layer environment_layer() {
  setting_layer out{.origin = {}, .personal = true};
  for (const auto& one : setting_keys())
    if (!one.variable.empty())
      if (auto value = variable(std::string(one.variable).c_str()); !value.empty())
        out.values.emplace(one.key(), std::move(value));
  return out;
}

setting_layer local_layer() {
  const auto data = default_data_folder();
  setting_layer out{.origin = "eeveon up in " + data};
  auto url = read_line_of(data + "/ready");
  if (url.empty()) return out;  // it does not run: whoever listens there now must not be shown its token
  out.values.emplace("url", std::move(url));
  if (auto token = read_line_of(data + "/admin-token"); !token.empty())
    out.values.emplace("token", std::move(token));
  return out;
}

struct layers {
  std::vector<setting_layer> all;  // the first that says something is believed
  std::string context;

  struct answer {
    std::string value, origin;
  };
  std::optional<answer> find(std::string_view key) const {
    for (std::size_t i = 0; i < all.size(); ++i)
      if (const auto found = all[i].values.find(key); found != all[i].values.end())
        return answer{found->second, origin(i, key)};
    return std::nullopt;
  }
  std::string origin(std::size_t layer, std::string_view key) const {
    if (layer == 0) return "--" + std::string(key);
    const auto& said = all[layer].origin;
    return said.empty() ? std::string(key_of(key).variable) : said;
  }
};

result<layers> read_layers(const words& flags) {
  layers out;
  const auto add = [&out](result<setting_layer> one, bool personal = false) -> result<> {
    if (!one) return std::unexpected(one.error());
    one->personal = one->personal || personal;
    out.all.push_back(std::move(*one));
    return {};
  };
  // A context stands right behind what names it; only one counts.
  const auto add_context = [&](const std::string& name) -> result<> {
    if (name.empty() || !out.context.empty()) return {};
    out.context = name;
    return add(read_context(name));
  };
  const auto named_in = [](const setting_layer& layer) {
    const auto found = layer.values.find("context");
    return found == layer.values.end() ? std::string{} : found->second;
  };
  out.all.push_back({.origin = {}, .values = flags, .personal = true});
  if (auto done = add_context(named_in(out.all.back())); !done) return std::unexpected(done.error());
  const auto environment = environment_layer();
  out.all.push_back(environment);
  if (auto done = add_context(named_in(environment)); !done) return std::unexpected(done.error());
  if (const auto project = project_file(); !project.empty()) {
    if (auto done = add(read_layer(project), true); !done) return std::unexpected(done.error());
    out.all.back().of_checkout = true;
    if (out.all.back().values.contains("token-file"))
      return fail(errc::invalid,
                  "'token_file' may not stand here: a checkout would choose which of your files is sent",
                  project.string());
  }
  if (auto done = add_context(chosen_context()); !done) return std::unexpected(done.error());
  if (auto done = add(read_layer(user_file())); !done) return std::unexpected(done.error());
  if (auto done = add(read_layer(system_file())); !done) return std::unexpected(done.error());
  out.all.push_back(local_layer());
  return out;
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

// The file of a checkout, when nobody else names this server; empty else.
std::string stranger_who_names(const layers& from, std::string_view url) {
  if (url == default_url) return {};
  std::string out;
  for (const auto& layer : from.all) {
    const auto named = layer.values.find("url");
    if (named == layer.values.end() || without_slash(named->second) != url) continue;
    if (!layer.of_checkout) return {};
    out = layer.file.string();
  }
  return out;
}

// A token goes only where it belongs: a project file that came with a checkout may name a server, but must
// not draw the person's own token to it. A flag is said for this one call.
result<> choose_token(const layers& from, settings& out) {
  const auto stranger = stranger_who_names(from, out.url);
  std::string kept_back;
  for (std::size_t i = 0; i < from.all.size(); ++i) {
    const auto& layer = from.all[i];
    const auto key = layer.values.contains("token") ? "token" : "token-file";
    if (!layer.values.contains(key)) continue;
    const auto home = layer.values.find("url");
    if (!layer.personal &&
        out.url != (home == layer.values.end() ? default_url : without_slash(home->second)))
      continue;
    if (!stranger.empty() && i > 0 && !layer.of_checkout) {
      kept_back = from.origin(i, key);
      continue;
    }
    auto token = token_of(layer);
    if (!token) return std::unexpected(token.error());
    out.token = std::move(*token);
    out.origins["token"] = from.origin(i, key);
    return {};
  }
  if (kept_back.empty()) return {};
  return fail(errc::invalid,
              fmt::format("is not sent to {}, which only {} names: say that address yourself, in EEVEON_URL, "
                          "--url or a context",
                          out.url, stranger),
              kept_back);
}

// The words of a path into an answer are told before anything is asked for.
result<> check_field(std::string_view path) {
  if (!path.starts_with('.') && !path.ends_with('.') && path.find("..") == path.npos) return {};
  return fail(errc::invalid, "must be names with a dot between them, as environments.name", "--field");
}

// errc::invalid: it is none of those that there are.
result<> check_choice(std::string_view key, const layers::answer& given) {
  const auto& known = key_of(key).option.choices;
  if (std::ranges::find(known, given.value) != known.end()) return {};
  return fail(errc::invalid, fmt::format("{} must be one of {}", key, fmt::join(known, ", ")), given.origin);
}

output_choice choice_of(std::string_view form) {
  output_choice out;
  out.wide = form == "wide";
  if (form == "json") out.form = output_form::json;
  if (form == "yaml") out.form = output_form::yaml;
  if (form == "csv") out.form = output_form::csv;
  if (form == "name") out.form = output_form::name;
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

result<settings> choose_settings(const words& flags) {
  const auto from = read_layers(flags);
  if (!from) return std::unexpected(from.error());
  settings out;
  out.context = from->context;
  const auto said = [&](std::string_view key, std::string fallback) {
    auto found = from->find(key).value_or(layers::answer{std::move(fallback), "default"});
    out.origins[std::string(key)] = found.origin;
    return found;
  };
  const auto url = said("url", default_url), form = said("output", "table"), colour = said("color", "auto");
  out.url = without_slash(url.value);
  if (std::ranges::any_of(out.url, [](unsigned char c) { return c <= ' ' || c == 0x7F; }))
    return fail(errc::invalid, "the server's address must hold neither spaces nor control characters",
                url.origin);
  if (auto done = choose_token(*from, out); !done) return std::unexpected(done.error());
  if (!out.url.starts_with("http://") && !out.url.starts_with("https://"))
    return fail(errc::invalid, "the server's address must begin with http:// or https://",
                url.origin == "--url" ? "url" : url.origin);
  // It would be told with every error; who asks is said by the token.
  if (out.url.substr(0, out.url.find('/', out.url.find("://") + 3)).find('@') != std::string::npos)
    return fail(errc::invalid, "the server's address must name no user", url.origin);
  if (auto sound = check_choice("output", form); !sound) return std::unexpected(sound.error());
  if (auto sound = check_choice("color", colour); !sound) return std::unexpected(sound.error());
  out.output = choice_of(form.value);
  out.output.field = said("field", "").value;
  if (auto sound = check_field(out.output.field); !sound) return std::unexpected(sound.error());
  out.colours = colour.value == "always"  ? colour_choice::always
                : colour.value == "never" ? colour_choice::never
                                          : colour_choice::automatic;
  if (!out.context.empty()) said("context", "");
  if (out.context.size() && out.origins["context"] == "default")
    out.origins["context"] = "eeveon config use-context";
  out.quiet = from->find("quiet").has_value();
  out.verbose = from->find("verbose").has_value();
  return out;
}

}  // namespace eeveon::cli
