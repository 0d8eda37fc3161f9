// How far a run has come: the fold of its subject's stream that the playbook decides on.
#pragma once

#include <map>
#include <string>

#include "core/deployment/events.hpp"
#include "core/release/events.hpp"
#include "core/run/events.hpp"

namespace eeveon {

struct step_progress {
  enum class at { idle, started, succeeded, failed, unknown };
  at state = at::idle;
  int starts = 0;      // numbers attempts, for logs
  int failures = 0;    // what the step's attempts are counted by; a person's retry starts again
  bool final = false;  // trying again cannot help
  std::string reason;
  json::object output;
};

struct run_progress {
  std::string run, kind, worker;
  std::int64_t version = 0;                                  // of the subject's stream
  std::int64_t fence = 0;                                    // position of the last claim
  int claims = 0;                                            // since the run was queued
  std::map<std::string, step_progress> build, deploy, undo;  // by step id
  bool undoing = false;
  bool cancel_requested = false;
  bool undo_is_cancel = false;
  std::string undo_step, undo_reason;  // why the undo plan runs
  std::string attention_step;          // waits for a person's word on it
  bool ended = false;

  release_requested release;        // subject is a release
  deployment_requested deployment;  // subject is a deployment
  deployment_planned planned;

  void apply(const recorded_event& event);
  std::map<std::string, step_progress>& part(std::string_view name);
};

}  // namespace eeveon
