#include "core/projections/deployment_view.hpp"

#include <algorithm>

#include "core/deployment/events.hpp"
#include "core/projections/views.hpp"
#include "core/projections/waits.hpp"
#include "core/release/events.hpp"
#include "core/run/ends.hpp"
#include "core/run/events.hpp"

namespace eeveon {
namespace {

struct attempt_row {
  std::string id, stage, part, target, state = "running", started_at, finished_at, reason;
  int attempt = 1;
  std::int64_t took_ms = 0;
  bool optional = false;  // its failure decides nothing
  static void fields(auto& self, auto& field) {
    field("id", self.id);
    field("stage", self.stage);
    field("part", self.part);
    field("target", self.target);
    field("attempt", self.attempt);
    field("state", self.state);
    field("started_at", self.started_at);
    field("finished_at", self.finished_at);
    field("took_ms", self.took_ms);
    field("reason", self.reason);
    field("optional", self.optional);
  }
};

struct step_list {
  std::vector<attempt_row> rows;
  std::string run, worker;
  int claims = 0;

  attempt_row* find(const std::string& part, const std::string& step, int attempt) {
    const auto found = std::find_if(rows.rbegin(), rows.rend(), [&](const auto& r) {
      return r.part == part && r.id == step && r.attempt == attempt;
    });
    return found == rows.rend() ? nullptr : &*found;
  }
  void end(const recorded_event& event, const std::string& part, const std::string& step, int attempt,
           const char* state, const std::string& reason = {}, std::int64_t took = 0) {
    if (auto* row = find(part, step, attempt)) {
      row->state = state, row->reason = reason, row->took_ms = took;
      row->finished_at = to_rfc3339(event.recorded_at);
    }
  }
  void cut_off(const recorded_event& event, const std::string& reason = {}) {
    for (auto& row : rows)
      if (row.state == "running") {
        row.state = "interrupted", row.reason = reason;
        row.finished_at = to_rfc3339(event.recorded_at);
      }
  }
  void mark_optional(const plan& of) {
    for (const auto& stage : of.stages)
      for (const auto& planned : stage.steps)
        for (auto& row : rows)
          if (planned.optional && row.part == of.kind && row.id == planned.id) row.optional = true;
  }
  void apply(const recorded_event& event) {
    on<run_queued>(event, [&](const run_queued& e) { run = e.run; });
    on<run_claimed>(event, [&](const run_claimed& e) {
      worker = e.worker;
      ++claims;
      cut_off(event);
    });
    on<run_interrupted>(event, [&](const run_interrupted&) { cut_off(event); });
    on<step_started>(event, [&](const step_started& e) {
      rows.push_back({.id = e.step,
                      .stage = e.stage,
                      .part = e.part,
                      .target = e.target,
                      .started_at = to_rfc3339(event.recorded_at),
                      .attempt = e.attempt});
    });
    on<step_succeeded>(event, [&](const step_succeeded& e) {
      end(event, e.part, e.step, e.attempt, "succeeded", "", e.took_ms);
    });
    on<step_failed>(event, [&](const step_failed& e) {
      end(event, e.part, e.step, e.attempt, "failed", e.reason, e.took_ms);
    });
    on<step_unknown>(
        event, [&](const step_unknown& e) { end(event, e.part, e.step, e.attempt, "unknown", e.reason); });
    // A step that is ended by a cancel says nothing itself.
    on<undo_started>(event, [&](const undo_started& e) { cut_off(event, e.reason); });
    on<release_build_failed>(event, [&](const release_build_failed& e) { cut_off(event, e.reason); });
    on<deployment_cancelled>(event, [&](const deployment_cancelled& e) { cut_off(event, e.reason); });
    if (ends_build(event.type) || ends_deployment(event.type)) cut_off(event);
  }
};

bool is_being_built(const std::vector<recorded_event>& release) {
  bool out = false;
  for (const auto& event : release) {
    if (event.type == release_requested::type) out = true;
    if (ends_build(event.type)) out = false;
  }
  return out;
}

// Who said why, in the order it was said.
json::array notes_in(const std::vector<recorded_event>& deployment) {
  json::array out;
  const auto add = [&](const recorded_event& e, std::string_view what, const std::string& note) {
    if (!note.empty())
      out.push_back(json::object{
          {"at", to_rfc3339(e.recorded_at)}, {"actor", e.actor}, {"what", what}, {"note", note}});
  };
  for (const auto& event : deployment) {
    on<deployment_requested>(event, [&](const deployment_requested& e) {
      add(event, e.trigger == "rollback" ? "rollback" : "deploy", e.note);
    });
    on<cancel_requested>(event, [&](const cancel_requested& e) { add(event, "cancel", e.note); });
    on<attention_answered>(event, [&](const attention_answered& e) { add(event, e.choice, e.note); });
  }
  return out;
}

}  // namespace

json::array stages_view(const plan& value) {
  json::array out;
  for (const auto& stage : value.stages) {
    json::array steps;
    for (const auto& step : stage.steps)
      steps.push_back(json::object{{"id", step.id}, {"action", step.action}, {"target", step.target}});
    out.push_back(json::object{{"name", stage.name}, {"steps", std::move(steps)}});
  }
  return out;
}

json::object deployment_view(const deployment_sources& from) {
  views fold;
  step_list build, deploy;
  for (const auto& event : from.release) build.apply(event);
  for (const auto& event : from.deployment) {
    fold.apply(event);
    deploy.apply(event);
  }
  if (fold.deployments().empty()) return {};
  if (from.deploy) deploy.mark_optional(*from.deploy);
  if (from.build) build.mark_optional(*from.build);
  const auto& row = fold.deployments().begin()->second;
  auto out = to_row_json(row);
  if (row.message.empty() && !from.message.empty())
    out["message"] = from.message, out["author"] = row.author.empty() ? from.author : row.author;
  // Its own stream says nothing while another waits to be done.
  if (row.status == "queued" && row.reason.empty() && is_being_built(from.release))
    out["reason"] =
        build.worker.empty() ? "its release waits for a worker to build it" : "its release is being built";

  json::array steps;
  for (const auto* list : {&build, &deploy})
    for (const auto& attempt : list->rows) steps.push_back(codec::write(attempt));
  out["steps"] = std::move(steps);
  out["notes"] = notes_in(from.deployment);
  const auto stages = [](const std::optional<plan>& value) {
    return value ? stages_view(*value) : json::array{};
  };
  const auto or_null = [](const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
  };
  out["plan"] = {{"build", stages(from.build)},
                 {"deploy", stages(from.deploy)},
                 {"undo", stages(from.undo)},
                 {"digest", or_null(from.plan_digest)},
                 {"undo_digest", or_null(from.undo_digest)}};
  const auto& run = deploy.run.empty() ? build : deploy;
  if (!run.run.empty()) out["run"] = run.run;
  if (!run.worker.empty()) out["worker"] = run.worker;
  out["attempts"] = deploy.claims;
  out["waits"] = waits_view(from);
  const bool open = row.status == "queued" || row.status == "running";
  const bool waits = row.status == "needs_attention";
  out["actions"] = {{"cancel", open || waits},
                    {"retry", !open && row.status != "succeeded"},
                    {"mark_done", waits},
                    {"rollback", row.status == "succeeded" && row.rolled_back_by.empty()}};
  return out;
}

}  // namespace eeveon
