// A deployment from request to end, on the stream deployment-<id>; its runs' events stand between these.
#pragma once

#include "core/events/codec.hpp"

namespace eeveon {

struct deployment_requested {
  static constexpr std::string_view type = "deployment_requested";
  std::string deployment, project, environment;
  std::string commit, ref;  // ref: whole name; empty when a commit or a release was named
  std::string release;
  std::string trigger;          // "push", "release", "poll", "manual", "rollback"
  std::string rollback_of;      // the deployment that is taken back
  std::string message, author;  // of the commit, as far as known
  std::string note = {};        // why, in the asker's words
  static void fields(auto& self, auto& field) {
    field("deployment", self.deployment);
    field("project", self.project);
    field("environment", self.environment);
    field("commit", self.commit);
    field("ref", self.ref);
    field("release", self.release);
    field("trigger", self.trigger);
    field("rollback_of", self.rollback_of);
    field("message", self.message);
    field("author", self.author);
    field("note", self.note);
  }
};

struct deployment_planned {
  static constexpr std::string_view type = "deployment_planned";
  std::string plan, undo;  // digests of documents
  std::string manifest;    // document with the artifact's manifest
  static void fields(auto& self, auto& field) {
    field("plan", self.plan);
    field("undo", self.undo);
    field("manifest", self.manifest);
  }
};

struct deployment_succeeded {
  static constexpr std::string_view type = "deployment_succeeded";
  std::string by;  // "run", or "person" when marked as done
  static void fields(auto& self, auto& field) { field("by", self.by); }
};

// Ended without success before any node switched, or its undo failed; the reason says which.
struct deployment_failed {
  static constexpr std::string_view type = "deployment_failed";
  std::string step, reason;
  bool switched = false;  // the undo failed: nodes may differ
  static void fields(auto& self, auto& field) {
    field("step", self.step);
    field("reason", self.reason);
    field("switched", self.switched);
  }
};

// It had switched and its own undo put every node back.
struct deployment_rolled_back {
  static constexpr std::string_view type = "deployment_rolled_back";
  std::string step, reason;
  static void fields(auto& self, auto& field) {
    field("step", self.step);
    field("reason", self.reason);
  }
};

struct cancel_requested {
  static constexpr std::string_view type = "cancel_requested";
  std::string reason;
  std::string note = {};
  static void fields(auto& self, auto& field) {
    field("reason", self.reason);
    field("note", self.note);
  }
};

struct deployment_cancelled {
  static constexpr std::string_view type = "deployment_cancelled";
  std::string reason;
  static void fields(auto& self, auto& field) { field("reason", self.reason); }
};

struct deployment_superseded {
  static constexpr std::string_view type = "deployment_superseded";
  std::string commit, deployment, reason;  // the newer commit, and its deployment when there is one
  static void fields(auto& self, auto& field) {
    field("commit", self.commit);
    field("deployment", self.deployment);
    field("reason", self.reason);
  }
};

struct attention_needed {
  static constexpr std::string_view type = "attention_needed";
  std::string run, step, reason;
  static void fields(auto& self, auto& field) {
    field("run", self.run);
    field("step", self.step);
    field("reason", self.reason);
  }
};

struct attention_answered {
  static constexpr std::string_view type = "attention_answered";
  std::string choice;  // "retry", "cancel", "mark_done"
  std::string note = {};
  static void fields(auto& self, auto& field) {
    field("choice", self.choice);
    field("note", self.note);
  }
};

// A person's rollback of this deployment succeeded.
struct deployment_taken_back {
  static constexpr std::string_view type = "deployment_taken_back";
  std::string by;  // the rollback's deployment
  static void fields(auto& self, auto& field) { field("by", self.by); }
};

inline std::string deployment_stream(std::string_view id) { return "deployment-" + std::string(id); }

}  // namespace eeveon
