// An environment's own facts, on the stream env-<project>/<environment>: queue, lock, what runs, quarantine.
// Every gate decision is made on this stream's version.
#pragma once

#include "core/events/codec.hpp"

namespace eeveon {

struct deployment_enqueued {
  static constexpr std::string_view type = "deployment_enqueued";
  std::string deployment, release, commit, trigger;
  bool check_ref = false;  // its release was asked for before it: look at the ref again before copying
  static void fields(auto& self, auto& field) {
    field("deployment", self.deployment);
    field("release", self.release);
    field("commit", self.commit);
    field("trigger", self.trigger);
    field("check_ref", self.check_ref);
  }
};

struct deployment_dequeued {
  static constexpr std::string_view type = "deployment_dequeued";
  std::string deployment, reason;
  static void fields(auto& self, auto& field) {
    field("deployment", self.deployment);
    field("reason", self.reason);
  }
};

struct environment_locked {
  static constexpr std::string_view type = "environment_locked";
  std::string deployment, run, release;
  std::vector<std::string> nodes;  // that its plan reaches
  static void fields(auto& self, auto& field) {
    field("deployment", self.deployment);
    field("run", self.run);
    field("release", self.release);
    field("nodes", self.nodes);
  }
};

struct environment_unlocked {
  static constexpr std::string_view type = "environment_unlocked";
  std::string deployment, outcome;  // the deployment's status
  static void fields(auto& self, auto& field) {
    field("deployment", self.deployment);
    field("outcome", self.outcome);
  }
};

struct release_went_live {
  static constexpr std::string_view type = "release_went_live";
  std::string deployment, release, commit;
  std::vector<std::string> nodes;
  bool taken_back = false;  // by a rollback: the release before is not this one's predecessor in time
  static void fields(auto& self, auto& field) {
    field("deployment", self.deployment);
    field("release", self.release);
    field("commit", self.commit);
    field("nodes", self.nodes);
    field("taken_back", self.taken_back);
  }
};

// Going back has failed: these nodes may run that release, or the one before. What went live last is no
// longer certain there.
struct nodes_in_doubt {
  static constexpr std::string_view type = "nodes_in_doubt";
  std::string deployment, release, commit, reason;
  std::vector<std::string> nodes;  // that its plan reached
  static void fields(auto& self, auto& field) {
    field("deployment", self.deployment);
    field("release", self.release);
    field("commit", self.commit);
    field("reason", self.reason);
    field("nodes", self.nodes);
  }
};

// A later deployment went back on these nodes: they run what went live last.
struct doubt_settled {
  static constexpr std::string_view type = "doubt_settled";
  std::string deployment;
  std::vector<std::string> nodes;
  static void fields(auto& self, auto& field) {
    field("deployment", self.deployment);
    field("nodes", self.nodes);
  }
};

// Automatic deployments skip the commit until a newer one arrives or a person releases it.
struct commit_quarantined {
  static constexpr std::string_view type = "commit_quarantined";
  std::string commit, deployment, reason;
  static void fields(auto& self, auto& field) {
    field("commit", self.commit);
    field("deployment", self.deployment);
    field("reason", self.reason);
  }
};

struct quarantine_released {
  static constexpr std::string_view type = "quarantine_released";
  std::string commit, reason;
  std::string note = {};
  static void fields(auto& self, auto& field) {
    field("commit", self.commit);
    field("reason", self.reason);
    field("note", self.note);
  }
};

// Nobody asked in person.
inline bool is_automatic(std::string_view trigger) {
  return trigger == "push" || trigger == "poll" || trigger == "release";
}

inline std::string environment_stream(std::string_view project, std::string_view environment) {
  return "env-" + std::string(project) + "/" + std::string(environment);
}

}  // namespace eeveon
