#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

std::string joined(const json::array& words) {
  std::string out;
  for (const auto& word : words)
    if (word.is_string()) out += (out.empty() ? "" : ",") + std::string(word.get_string());
  return out;
}

// "0.30/4": the load of the last minute and the cores it is spread over.
std::string load_text(const json::value& load) {
  const auto* of_minute = find_in(load, "load1");
  if (!of_minute || !of_minute->is_number()) return "";
  const auto cores = text_of(load, "cores");
  return fmt::format("{:.2f}{}{}", of_minute->to_number<double>(), cores.empty() ? "" : "/", cores);
}

// "1.2/15.6G"
std::string share_text(const json::value& load, const std::string& what) {
  constexpr double gib = 1 << 30;
  if (!find_in(load, what + "_used") || !find_in(load, what + "_total")) return "";
  return fmt::format("{:.1f}/{:.1f}G", static_cast<double>(number_of(load, what + "_used")) / gib,
                     static_cast<double>(number_of(load, what + "_total")) / gib);
}

// "shop/production,docs/live"
std::string live_text(const json::value& node) {
  std::string out;
  const auto* live = find_in(node, "live");
  if (live && live->is_object())
    for (const auto& one : live->get_object()) out += (out.empty() ? "" : ",") + std::string(one.key());
  return out;
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto answer = server.get("/api/v1/nodes");
  if (!answer) return report(answer.error());
  // A server that does not know of loads yet leaves the columns empty.
  const auto loads = server.get("/api/v1/nodes/load");
  const auto* busy = loads ? find_in(*loads, "nodes") : nullptr;
  table out{{"NODE", "KIND", "ADDRESS", "USER", "PORT", "ROOT", "GROUPS", "HEALTH", "LOAD", "MEMORY", "DISK",
             "DETAIL", "HEALTH SINCE", "LIVE"},
            {},
            12};
  for (const auto& n : list_of(*answer, "nodes")) {
    const auto* load = busy ? find_in(*busy, text_of(n, "name")) : nullptr;
    const auto now = load ? *load : json::value();
    out.rows.push_back({text_of(n, "name"), text_of(n, "kind"), text_of(n, "address"), text_of(n, "user"),
                        text_of(n, "port"), text_of(n, "root"), joined(list_of(n, "groups")),
                        text_of(n, "health"), load_text(now), share_text(now, "memory"),
                        share_text(now, "disk"), text_of(n, "health_detail"),
                        short_time(text_of(n, "health_since")), live_text(n)});
  }
  print_answer(asked.chosen().output, *answer, out);
  return done;
}

}  // namespace

verb nodes_list() {
  return {"nodes list",
          audience::client,
          "the registered machines, how they are reached and their health",
          {},
          run};
}

}  // namespace eeveon::cli
