#include "cli/request.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/changes.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/follow.hpp"
#include "cli/known.hpp"
#include "cli/print.hpp"

namespace eeveon::cli {
namespace {

// The plan as rows: build, deploy and undo, stage by stage.
table plan_table(const json::value& plan) {
  table out{{"PART", "STAGE", "STEP", "TARGET", "ID"}, {}, 4, {4}};
  for (const auto* part : {"build", "deploy", "undo"})
    for (const auto& stage : list_of(plan, part))
      for (const auto& step : list_of(stage, "steps"))
        out.rows.push_back({part, text_of(stage, "name"), text_of(step, "action"), text_of(step, "target"),
                            text_of(step, "id")});
  return out;
}

}  // namespace

parameter note_parameter() {
  return {"--note", "TEXT", "why, in your words: kept in the log and shown to everybody"};
}

json::object noted(const invocation& asked, json::object ask) {
  if (asked.has("note")) ask["note"] = asked.text("note");
  return ask;
}

std::vector<parameter> with_waiting(std::vector<parameter> own) {
  own.push_back(note_parameter());
  own.push_back({"--wait", "", "stay until it has ended; the exit code tells how"});
  own.push_back({"--no-wait", "", "leave at once, as it is without --wait"});
  own.push_back(
      {"--timeout", "DURATION", "with --wait: leave after this long (exit code 3); 0s: never", "30m"});
  return own;
}

parameter dry_run_parameter() { return {"--dry-run", "", "show the plan, change nothing"}; }

result<> check_waiting(const invocation& asked) {
  if (!asked.has("wait") || !asked.has("no-wait")) return {};
  return fail(errc::invalid, "say one of --wait and --no-wait");
}

int wait_or_leave(const invocation& asked, api& server, const std::string& id, std::string_view told,
                  std::string_view wanted) {
  if (id.empty())
    return report({errc::unavailable, "the answer names no deployment: is this Eeveon's server?", ""});
  if (asked.has("wait")) return follow_deployment(server, id, asked.duration("timeout"), wanted);
  remark(fmt::format("{}; follow it with: eeveon logs -f {}", told, id));
  return done;
}

int request_plan(const invocation& asked, api& server, const std::string& path, json::object ask) {
  if (const auto sound = check_waiting(asked); !sound) return report(sound.error());
  const bool dry = asked.has("dry-run");
  if (dry) ask["dry_run"] = true;
  ask = noted(asked, std::move(ask));
  const auto answer = server.post(path, ask);
  if (!answer && answer.error().code == errc::not_found)
    if (const auto there = check_place(server, asked.text("PROJECT"), asked.text("ENVIRONMENT")); !there)
      return report(there.error());
  if (!answer) return report(answer.error());
  const auto* plan = find_in(*answer, "plan");
  if (dry) {
    print_answer(asked.chosen().output, *answer, plan_table(plan ? *plan : json::value()));
    if (const auto* changes = find_in(*answer, "changes");
        changes && asked.chosen().output == output_form::table) {
      print_answer(asked.chosen().output, *changes, commits_table(*changes));
      remark(changes_remark(*changes));
    }
    const auto digest = plan ? text_of(*plan, "digest") : "";
    remark(digest.empty() ? "nothing was changed; the release is not built yet, so the plan has no digest"
                          : "nothing was changed; digest of the plan: " + digest);
    return done;
  }
  const auto id = text_of(*answer, "deployment");
  print_answer(asked.chosen().output, *answer, {{}, {{id}}});
  return wait_or_leave(asked, server, id, "requested");
}

int print_file(api& server, const std::string& path) {
  const auto file = server.read(path, "text/csv");
  if (!file) return report(file.error());
  print_text(file->text);
  return done;
}

std::string environment_path(const invocation& asked) {
  return fmt::format("/api/v1/projects/{}/environments/{}", escaped(asked.text("PROJECT")),
                     escaped(asked.text("ENVIRONMENT")));
}

result<json::value> find_environment(const invocation& asked, api& server) {
  const auto answer = server.get("/api/v1/environments");
  if (!answer) return std::unexpected(answer.error());
  for (const auto& e : list_of(*answer, "environments"))
    if (text_of(e, "project") == asked.text("PROJECT") && text_of(e, "name") == asked.text("ENVIRONMENT"))
      return e;
  const auto there = check_place(server, asked.text("PROJECT"), asked.text("ENVIRONMENT"));
  if (!there) return std::unexpected(there.error());
  return fail(errc::not_found, "the environment is being set up: ask again in a moment");
}

}  // namespace eeveon::cli
