#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
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

using place = std::pair<std::string, std::int64_t>;  // step and attempt

std::string log_of(const std::string& id) { return "/api/v1/deployments/" + escaped(id) + "/log"; }

constexpr int most_at_once = 10'000;  // a server that brings so many lines may have cut them off there

// Prints the lines of one answer that were not printed before; says how many.
result<int> print_answered_lines(const invocation& asked, api& server, reconnect& line,
                                 const std::string& path, std::map<place, std::int64_t>& printed) {
  const auto text = line.insist<std::string>([&] { return server.text(path, "application/x-ndjson"); });
  if (!text) return std::unexpected(text.error());
  std::string_view rest = *text;
  int fresh = 0;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    boost::system::error_code not_json;
    const auto row = json::parse(json::string_view(rest.data(), end), not_json);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (not_json) continue;
    auto& last = printed[{text_of(row, "step"), number_of(row, "attempt")}];
    if (number_of(row, "line") <= last) continue;
    last = number_of(row, "line");
    ++fresh;
    print_item(asked.chosen().output, row,
               fmt::format("{:<22} {}", text_of(row, "step"), text_of(row, "text")));
  }
  return fresh;
}

result<int> print_some_lines(const invocation& asked, api& server, reconnect& line, const std::string& id,
                             const std::string& step, std::map<place, std::int64_t>& printed,
                             std::int64_t newest_attempt) {
  const auto after = printed[{step, newest_attempt}];
  return print_answered_lines(
      asked, server, line,
      with_query(log_of(id), {{"step", step}, {"after", after ? std::to_string(after) : ""}}), printed);
}

// Prints one step's lines that were not printed before.
result<> print_new_lines(const invocation& asked, api& server, reconnect& line, const std::string& id,
                         const std::string& step, std::map<place, std::int64_t>& printed,
                         std::int64_t newest_attempt) {
  for (;;) {
    const auto some = print_some_lines(asked, server, line, id, step, printed, newest_attempt);
    if (!some) return std::unexpected(some.error());
    if (*some < most_at_once) return {};
  }
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
  std::map<place, std::int64_t> printed;
  std::map<place, std::string> finished;
  bool from_the_end = asked.has("tail");
  reconnect line(follow ? std::chrono::minutes(1) : std::chrono::minutes(0));
  for (;;) {
    const auto deployment =
        line.insist<json::value>([&] { return server.get("/api/v1/deployments/" + escaped(id)); });
    if (!deployment) return report(deployment.error());
    const bool only_the_end = std::exchange(from_the_end, false);
    if (only_the_end) {
      const auto path = with_query(log_of(id), {{"step", asked.text("step")}, {"tail", asked.text("tail")}});
      if (const auto end = print_answered_lines(asked, server, line, path, printed); !end)
        return report(end.error());
      for (const auto& step : list_of(*deployment, "steps"))  // what stands before the end is not wanted
        if (text_of(step, "state") != "running")
          finished[{text_of(step, "id"), number_of(step, "attempt")}] = text_of(step, "state");
    }
    for (const auto& step : list_of(*deployment, "steps")) {
      const auto name = text_of(step, "id");
      const place here{name, number_of(step, "attempt")};
      if (only_the_end || finished.contains(here) || (asked.has("step") && name != asked.text("step")))
        continue;
      if (const auto shown = print_new_lines(asked, server, line, id, name, printed, here.second); !shown)
        return report(shown.error());
      if (const auto state = text_of(step, "state"); state != "running") finished[here] = state;
    }
    const auto status = text_of(*deployment, "status");
    if (const auto step = asked.text("step"); is_final(status) && !step.empty()) {
      auto known = names_in(*deployment, "steps", "id");  // once for each attempt
      known.erase(std::unique(known.begin(), known.end()), known.end());
      if (std::find(known.begin(), known.end(), step) == known.end())
        return report(unknown("step", step, known));
    }
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
            {1, 100'000}}},
          run};
}

}  // namespace eeveon::cli
