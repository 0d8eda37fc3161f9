// A release from its request to its artifact, on the stream release-<id>; its build run's steps stand there
// too.
#pragma once

#include "core/events/codec.hpp"

namespace eeveon {

struct release_requested {
  static constexpr std::string_view type = "release_requested";
  static constexpr std::size_t most_bases = 10;
  std::string release, project, commit, repository;
  std::string ref;          // the ref whose head the commit must be; empty: any commit that can be fetched
  json::object recipe;      // build, test, hooks, shared and ignore of the applied spec
  std::string spec_digest;  // of the applied spec
  // Commits that are live or being deployed in the project's environments: what the build compares with.
  std::vector<std::string> bases;
  static void fields(auto& self, auto& field) {
    field("release", self.release);
    field("project", self.project);
    field("commit", self.commit);
    field("repository", self.repository);
    field("ref", self.ref);
    field("recipe", self.recipe);
    field("spec_digest", self.spec_digest);
    field("bases", self.bases);
  }
};

struct release_built {
  static constexpr std::string_view type = "release_built";
  std::string release, project, commit;
  std::string artifact, manifest;  // digests: of the tree, of the manifest's document
  std::string config;              // digest of applied spec and .eeveon.yaml
  std::int64_t files = 0, bytes = 0;
  json::object recipe;  // what deploying needs: hooks, shared, health (applied spec and .eeveon.yaml merged)
  std::string message, author, authored_at;
  static void fields(auto& self, auto& field) {
    field("release", self.release);
    field("project", self.project);
    field("commit", self.commit);
    field("artifact", self.artifact);
    field("manifest", self.manifest);
    field("config", self.config);
    field("files", self.files);
    field("bytes", self.bytes);
    field("recipe", self.recipe);
    field("message", self.message);
    field("author", self.author);
    field("authored_at", self.authored_at);
  }
};

struct release_build_failed {
  static constexpr std::string_view type = "release_build_failed";
  std::string release, step, reason;
  static void fields(auto& self, auto& field) {
    field("release", self.release);
    field("step", self.step);
    field("reason", self.reason);
  }
};

// The ref's head is another commit by now: this one is not deployed.
struct release_superseded {
  static constexpr std::string_view type = "release_superseded";
  std::string release, head;
  static void fields(auto& self, auto& field) {
    field("release", self.release);
    field("head", self.head);
  }
};

inline std::string release_stream(std::string_view id) { return "release-" + std::string(id); }

}  // namespace eeveon
