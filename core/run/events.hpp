// One execution of a plan, on the stream of its subject (a deployment or a release).
#pragma once

#include "core/events/codec.hpp"

namespace eeveon {

struct run_queued {
  static constexpr std::string_view type = "run_queued";
  std::string run, kind;  // kind: "build", "deploy", "noop"
  static void fields(auto& self, auto& field) {
    field("run", self.run);
    field("kind", self.kind);
  }
};

// Its position is the run's fence.
struct run_claimed {
  static constexpr std::string_view type = "run_claimed";
  std::string run, worker;
  static void fields(auto& self, auto& field) {
    field("run", self.run);
    field("worker", self.worker);
  }
};

// Handed back by a worker that is stopping; what was running is not an attempt.
struct run_interrupted {
  static constexpr std::string_view type = "run_interrupted";
  std::string run, reason;
  static void fields(auto& self, auto& field) {
    field("run", self.run);
    field("reason", self.reason);
  }
};

struct step_started {
  static constexpr std::string_view type = "step_started";
  std::string run, part, stage, step, target;  // part: "build", "deploy", "undo"
  int attempt = 1;
  static void fields(auto& self, auto& field) {
    field("run", self.run);
    field("part", self.part);
    field("stage", self.stage);
    field("step", self.step);
    field("target", self.target);
    field("attempt", self.attempt);
  }
};

struct step_succeeded {
  static constexpr std::string_view type = "step_succeeded";
  std::string run, part, step;
  int attempt = 1;
  std::int64_t took_ms = 0;
  json::object output;
  static void fields(auto& self, auto& field) {
    field("run", self.run);
    field("part", self.part);
    field("step", self.step);
    field("attempt", self.attempt);
    field("took_ms", self.took_ms);
    field("output", self.output);
  }
};

struct step_failed {
  static constexpr std::string_view type = "step_failed";
  std::string run, part, step;
  int attempt = 1;
  std::int64_t took_ms = 0;
  std::string reason;  // one line for people, redacted
  bool final = false;  // trying again cannot help
  static void fields(auto& self, auto& field) {
    field("run", self.run);
    field("part", self.part);
    field("step", self.step);
    field("attempt", self.attempt);
    field("took_ms", self.took_ms);
    field("reason", self.reason);
    field("final", self.final);
  }
};

// It may have happened: nobody repeats it without a person's word.
struct step_unknown {
  static constexpr std::string_view type = "step_unknown";
  std::string run, part, step, reason;
  int attempt = 1;
  static void fields(auto& self, auto& field) {
    field("run", self.run);
    field("part", self.part);
    field("step", self.step);
    field("reason", self.reason);
    field("attempt", self.attempt);
  }
};

// From here on the undo plan runs.
struct undo_started {
  static constexpr std::string_view type = "undo_started";
  std::string run, step, reason;
  bool cancelled = false;  // a person asked; otherwise a step failed
  static void fields(auto& self, auto& field) {
    field("run", self.run);
    field("step", self.step);
    field("reason", self.reason);
    field("cancelled", self.cancelled);
  }
};

}  // namespace eeveon
