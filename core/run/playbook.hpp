// What a run does next: pure, so that a worker that takes over decides exactly as the one before would have.
#pragma once

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "core/plan/plan.hpp"
#include "core/run/progress.hpp"

namespace eeveon {

struct plans {
  plan build, deploy, undo;  // those that the run's kind needs
};

struct step_start {
  std::string part, stage;
  step what;
  int attempt = 1;
  std::chrono::milliseconds delay{0};  // wait before it (back-off)
};

struct next_move {
  enum class kind {
    start,      // begin `starts` now, side by side
    wait,       // steps are running; ask again when one ends
    record,     // append `events`, fold them, ask again
    finish,     // append `events` and end the run
    attention,  // append `events`; the run waits for a person
  };
  kind what = kind::wait;
  std::vector<step_start> starts;
  std::vector<new_event> events;
};

// `running`: ids of steps this worker is performing right now. A step that is recorded as started but not
// running here was cut off with its worker: run again, unless it is at-most-once, whose outcome is then
// unknown.
next_move decide_next(const run_progress& progress, const plans& plans, const std::set<std::string>& running);

// A run that has been claimed this often without ending is left to a person.
inline constexpr int max_claims = 5;

}  // namespace eeveon
