#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

std::string_view name_of(const output_choice& output) {
  if (output.wide) return "wide";
  switch (output.form) {
    case output_form::table: return "table";
    case output_form::json: return "json";
    case output_form::yaml: return "yaml";
    case output_form::csv: return "csv";
    case output_form::name: return "name";
  }
  return "";
}

std::string_view name_of(colour_choice colours) {
  return colours == colour_choice::always ? "always" : colours == colour_choice::never ? "never" : "auto";
}

int run(invocation& asked) {
  const auto& chosen = asked.chosen();
  json::array all;
  table out{{"SETTING", "VALUE", "ORIGIN"}, {}, asked.has("show-origin") ? 3u : 2u};
  const auto add = [&](std::string_view key, std::string_view value) {
    const auto origin = chosen.origins.find(key);
    const std::string_view said = origin == chosen.origins.end() ? std::string_view("-") : origin->second;
    out.rows.push_back({std::string(key), std::string(value), std::string(said)});
    all.push_back(json::object{{"setting", key}, {"value", value}, {"origin", said}});
  };
  add("url", chosen.url);
  add("token", chosen.token.empty() ? "none" : "given, not shown");
  add("context", chosen.context.empty() ? "none" : chosen.context);
  add("output", name_of(chosen.output));
  add("color", name_of(chosen.colours));
  print_answer(chosen.output, json::object{{"settings", std::move(all)}}, out);
  return done;
}

}  // namespace

verb config_view() {
  return {"config view",
          audience::client,
          "the settings that hold here; never a token",
          {{"--show-origin", "", "which flag, variable or file has said each"}},
          run};
}

}  // namespace eeveon::cli
