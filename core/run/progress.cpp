#include "core/run/progress.hpp"

#include "core/run/ends.hpp"

namespace eeveon {

std::map<std::string, step_progress>& run_progress::part(std::string_view name) {
  return name == "build" ? build : name == "undo" ? undo : deploy;
}

void run_progress::apply(const recorded_event& event) {
  using at = step_progress::at;
  version = event.version;
  on<release_requested>(event, [&](const release_requested& e) {
    release = e;
    build.clear();  // a release that failed to build is asked for anew from the first step
    ended = cancel_requested = false;
  });
  on<deployment_requested>(event, [&](const deployment_requested& e) { deployment = e; });
  on<deployment_planned>(event, [&](const deployment_planned& e) { planned = e; });
  on<run_queued>(event, [&](const run_queued& e) { run = e.run, kind = e.kind, claims = 0; });
  on<run_claimed>(event, [&](const run_claimed& e) { worker = e.worker, fence = event.position, ++claims; });
  // What was running stays as started: cut off, but no attempt that failed.
  on<run_interrupted>(event, [&](const run_interrupted&) { claims = 0; });
  on<step_started>(event, [&](const step_started& e) {
    auto& step = part(e.part)[e.step];
    step.state = at::started;
    step.starts = e.attempt;
  });
  on<step_succeeded>(event, [&](const step_succeeded& e) {
    auto& step = part(e.part)[e.step];
    step.state = at::succeeded;
    step.output = e.output;
  });
  on<step_failed>(event, [&](const step_failed& e) {
    auto& step = part(e.part)[e.step];
    step.state = at::failed;
    ++step.failures;
    step.final = e.final;
    step.reason = e.reason;
  });
  on<step_unknown>(event, [&](const step_unknown& e) {
    auto& step = part(e.part)[e.step];
    step.state = at::unknown;
    ++step.failures;
    step.final = false;
    step.reason = e.reason;
  });
  on<undo_started>(event, [&](const undo_started& e) {
    undoing = true;
    undo_is_cancel = e.cancelled;
    undo_step = e.step;
    undo_reason = e.reason;
  });
  on<eeveon::cancel_requested>(event, [&](const auto&) { cancel_requested = true; });
  on<attention_needed>(event, [&](const attention_needed& e) { attention_step = e.step; });
  on<attention_answered>(event, [&](const attention_answered& e) {
    claims = 0;
    for (auto* steps : {&build, &deploy, &undo}) {
      const auto found = steps->find(attention_step);
      if (found == steps->end()) continue;
      auto& step = found->second;
      if (e.choice == "mark_done")
        step.state = at::succeeded;
      else if (step.state == at::unknown)
        step.state = e.choice == "cancel" ? at::failed : at::idle, step.final = false;
      if (e.choice == "retry") step.failures = 0;
    }
    if (e.choice == "cancel") cancel_requested = true;
    attention_step.clear();
  });
  if (ends_deployment(event.type) || ends_build(event.type)) ended = true;
}

}  // namespace eeveon
