#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/follow.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

using place = std::pair<std::string, std::int64_t>;  // step and attempt

// Prints one step's lines that were not printed before.
result<> print_new_lines(const invocation& asked, api& server, const std::string& id, const std::string& step,
                         std::map<place, std::int64_t>& printed, std::int64_t newest_attempt) {
  const auto after = printed[{step, newest_attempt}];
  const auto path = with_query("/api/v1/deployments/" + escaped(id) + "/log",
                               {{"step", step}, {"after", after ? std::to_string(after) : ""}});
  const auto text = server.text(path, "application/x-ndjson");
  if (!text) return std::unexpected(text.error());
  std::string_view rest = *text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    boost::system::error_code not_json;
    const auto line = json::parse(json::string_view(rest.data(), end), not_json);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (not_json) continue;
    auto& last = printed[{text_of(line, "step"), number_of(line, "attempt")}];
    if (number_of(line, "line") <= last) continue;
    last = number_of(line, "line");
    print_item(asked.chosen().output, line,
               fmt::format("{:<22} {}", text_of(line, "step"), text_of(line, "text")));
  }
  return {};
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto id = asked.text("DEPLOYMENT");
  const bool follow = asked.has("follow");
  if (follow) detach_on_interrupt("left it running; follow it again with: eeveon logs -f " + id);
  std::map<place, std::int64_t> printed;
  std::map<place, std::string> finished;
  for (;;) {
    const auto deployment = server.get("/api/v1/deployments/" + escaped(id));
    if (!deployment) return report(deployment.error());
    for (const auto& step : list_of(*deployment, "steps")) {
      const auto name = text_of(step, "id");
      const place here{name, number_of(step, "attempt")};
      if (finished.contains(here) || (asked.has("step") && name != asked.text("step"))) continue;
      if (const auto shown = print_new_lines(asked, server, id, name, printed, here.second); !shown)
        return report(shown.error());
      if (const auto state = text_of(step, "state"); state != "running") finished[here] = state;
    }
    const auto status = text_of(*deployment, "status");
    if (!follow) return done;
    if (is_final(status) || status == "needs_attention")
      return remark(id + " " + status +
                    (text_of(*deployment, "reason").empty() ? "" : ": " + text_of(*deployment, "reason"))),
             exit_code_of_status(status);
    pause_between_looks();
  }
}

}  // namespace

verb logs() {
  return {"logs",
          audience::client,
          "what a deployment's steps print",
          {{"DEPLOYMENT", "", "dep_…"},
           {"-f,--follow", "", "stay until it has ended; the exit code tells how"},
           {"--step", "STEP", "only this step, as build@worker"}},
          run};
}

}  // namespace eeveon::cli
