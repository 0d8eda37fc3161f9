#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <utility>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/follow.hpp"
#include "cli/known.hpp"
#include "cli/print.hpp"
#include "cli/reconnect.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/whole.hpp"

namespace eeveon::cli {
namespace {

// What is still to be printed of a log.
struct rest_of_log {
  std::string path;
  std::string step;
  std::string since;
  std::string tail;   // only at the beginning
  std::string after;  // the place where the last answer ended
};

void print_lines(const invocation& asked, std::string_view ndjson) {
  while (!ndjson.empty()) {
    const auto end = std::min(ndjson.find('\n'), ndjson.size());
    boost::system::error_code not_json;
    const auto row = json::parse(json::string_view(ndjson.data(), end), not_json);
    ndjson.remove_prefix(std::min(end + 1, ndjson.size()));
    if (not_json) continue;
    const auto time = asked.has("timestamps") ? fmt::format("{:<19} ", short_time(text_of(row, "at"))) : "";
    print_item(asked.chosen().output, row,
               fmt::format("{}{:<22} {}", time, text_of(row, "step"), text_of(row, "text")));
  }
}

// Prints what has come since the last time.
result<> print_on(const invocation& asked, api& server, reconnect& line, rest_of_log& rest) {
  for (bool more = true; more;) {
    const auto path = with_query(rest.path, {{"step", rest.step},
                                             {"since", rest.since},
                                             {"tail", std::exchange(rest.tail, "")},
                                             {"after", rest.after}});
    const auto some = line.insist<api_reply>([&] { return server.read(path, "application/x-ndjson"); });
    if (!some) return std::unexpected(some.error());
    print_lines(asked, some->text);
    rest.after = some->header("Eeveon-End");
    more = !some->header("Eeveon-Next").empty();
  }
  return {};
}

// A step that the finished deployment does not have was mistyped.
result<> check_step(const std::string& step, const json::value& deployment) {
  auto known = names_in(deployment, "steps", "id");  // once for each attempt
  known.erase(std::unique(known.begin(), known.end()), known.end());
  if (step.empty() || std::ranges::find(known, step) != known.end()) return {};
  return std::unexpected(unknown("step", step, known));
}

// The last step that failed for good: what was done to take it back afterwards is not what went wrong.
const json::value* step_to_blame(const json::value& deployment) {
  const json::value* out = nullptr;
  for (const auto& step : list_of(deployment, "steps")) {
    const auto state = text_of(step, "state");
    const bool bad = (state == "failed" || state == "unknown") && !find_in(step, "optional");
    if (bad && (text_of(step, "part") != "undo" || !out)) out = &step;
  }
  return out;
}

// Checks and transfers print nothing of their own; why they failed belongs at the end of the log.
int tell_ending(const invocation& asked, const std::string& id, const json::value& deployment) {
  const auto status = text_of(deployment, "status"), reason = text_of(deployment, "reason");
  const int code = exit_code_of_status(status);
  const auto* step = code == unsuccessful ? step_to_blame(deployment) : nullptr;
  if (step) {
    const auto attempt = number_of(*step, "attempt");
    const auto why =
        fmt::format("{:<22} {}{}: {}", text_of(*step, "id"), text_of(*step, "state"),
                    attempt > 1 ? fmt::format(" (attempt {})", attempt) : "", text_of(*step, "reason"));
    if (asked.chosen().output == output_form::table)
      print_item(output_form::table, *step, why);
    else
      remark(plain(why));
  }
  remark(plain(id + " " + status + (reason.empty() ? "" : ": " + reason)));
  if (status == "needs_attention")
    remark("next: look at the node, then eeveon retry, mark-done or cancel " + id);
  else if (code == unsuccessful)
    remark(fmt::format("next: eeveon status {} shows every step; eeveon retry {} asks for it again", id, id));
  return code;
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto which = whole_deployment(server, asked.text("DEPLOYMENT"));
  if (!which) return report(which.error());
  const auto& id = *which;
  const bool follow = asked.has("follow");
  if (follow) detach_on_interrupt("left it running; follow it again with: eeveon logs -f " + id);
  rest_of_log rest{.path = "/api/v1/deployments/" + escaped(id) + "/log",
                   .step = asked.text("step"),
                   .since = asked.text("since"),
                   .tail = asked.text("tail"),
                   .after = {}};
  reconnect line(follow ? std::chrono::minutes(1) : std::chrono::minutes(0));
  for (;;) {
    // Asked before the log: what a step printed is stored before its end is known.
    const auto deployment =
        line.insist<json::value>([&] { return server.get("/api/v1/deployments/" + escaped(id)); });
    if (!deployment) return report(deployment.error());
    if (const auto shown = print_on(asked, server, line, rest); !shown) return report(shown.error());
    const auto status = text_of(*deployment, "status");
    if (is_final(status))
      if (const auto known = check_step(rest.step, *deployment); !known) return report(known.error());
    if (is_final(status) || status == "needs_attention") {
      const int code = tell_ending(asked, id, *deployment);
      return follow ? code : done;
    }
    if (!follow) return done;
    pause_between_looks();
  }
}

}  // namespace

verb logs() {
  return {"logs",
          audience::client,
          "what a deployment's steps print",
          {{"DEPLOYMENT", "", "dep_…, or the beginning of it"},
           {"-f,--follow", "", "stay until it has ended; the exit code tells how"},
           {"--step", "STEP", "only this step, as build@worker"},
           {"--tail",
            "N",
            "only the last so many lines, and with -f what follows",
            "",
            parameter::count::one,
            false,
            {1, 100'000}},
           {"--since", "TIME",
            "only what was printed then or later: 2026-11-21T13:37:24Z, or how long ago, as 15m"},
           {"--timestamps", "", "the time before each line (UTC)"}},
          run};
}

}  // namespace eeveon::cli
