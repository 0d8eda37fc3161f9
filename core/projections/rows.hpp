// The rows people read: one struct per kind, written as JSON for the API and for the read tables alike.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/events/codec.hpp"

namespace eeveon {

struct deployment_row {
  std::string id, project, environment, commit, message, author, ref, status = "queued", reason, trigger,
                                                                      actor;
  std::string requested_at, started_at, finished_at, rollback_of, rolled_back_by, release;
  std::string note;           // why: of who asked for it, else of who said a word on it first
  std::string authored_at;    // of its commit, as its build has found it
  std::string undo_at;        // since when nodes were being put back
  bool switched = false;      // it failed, and its nodes may differ
  std::int64_t position = 0;  // of its request: newest first means highest first
  static void fields(auto& self, auto& field) {
    field("id", self.id);
    field("project", self.project);
    field("environment", self.environment);
    field("commit", self.commit);
    field("message", self.message);
    field("author", self.author);
    field("ref", self.ref);
    field("status", self.status);
    field("reason", self.reason);
    field("trigger", self.trigger);
    field("actor", self.actor);
    field("requested_at", self.requested_at);
    field("started_at", self.started_at);
    field("finished_at", self.finished_at);
    field("rollback_of", self.rollback_of);
    field("rolled_back_by", self.rolled_back_by);
    field("release", self.release);
    field("note", self.note);
    field("authored_at", self.authored_at);
    field("undo_at", self.undo_at);
    field("switched", self.switched);
    field("position", self.position);
  }
};

struct release_row {
  std::string id, project, commit, message, author, authored_at, artifact_digest, state, reason, built_at;
  std::int64_t position = 0;
  static void fields(auto& self, auto& field) {
    field("id", self.id);
    field("project", self.project);
    field("commit", self.commit);
    field("message", self.message);
    field("author", self.author);
    field("authored_at", self.authored_at);
    field("artifact_digest", self.artifact_digest);
    field("state", self.state);
    field("reason", self.reason);
    field("built_at", self.built_at);
    field("position", self.position);
  }
};

struct environment_row {
  struct live {
    std::string release, commit, message, author, deployment, since;
    static void fields(auto& self, auto& field) {
      field("release", self.release);
      field("commit", self.commit);
      field("message", self.message);
      field("author", self.author);
      field("deployment", self.deployment);
      field("since", self.since);
    }
  };
  struct lock_holder {
    std::string deployment, since;
    std::string failed_meanwhile;  // another deployment, which never came to have the lock
    static void fields(auto& self, auto& field) {
      field("deployment", self.deployment);
      field("since", self.since);
      field("failed_meanwhile", self.failed_meanwhile);
    }
  };
  struct waiting_one {
    std::string deployment, commit;
    static void fields(auto& self, auto& field) {
      field("deployment", self.deployment);
      field("commit", self.commit);
    }
  };
  struct quarantined {
    std::string commit, deployment, reason, at;
    static void fields(auto& self, auto& field) {
      field("commit", self.commit);
      field("deployment", self.deployment);
      field("reason", self.reason);
      field("at", self.at);
    }
  };
  // Going back failed here: the nodes may run `commit`, or what was live before.
  struct doubt_about {
    std::string deployment, commit, reason, since;
    std::vector<std::string> nodes;
    static void fields(auto& self, auto& field) {
      field("deployment", self.deployment);
      field("commit", self.commit);
      field("reason", self.reason);
      field("since", self.since);
      field("nodes", self.nodes);
    }
  };
  struct outcome {
    std::string deployment, status;
    static void fields(auto& self, auto& field) {
      field("deployment", self.deployment);
      field("status", self.status);
    }
  };

  std::string project, name, queue_policy, deploy_on;
  std::optional<live> current, previous;
  std::optional<lock_holder> lock;
  std::vector<waiting_one> waiting;
  std::vector<quarantined> quarantine;
  // Of every node until a deployment settles it, as one that left may come back; of those that serve here.
  std::optional<doubt_about> doubted, doubt;
  std::string last_status, last_deployment;  // the newest of `outcomes`
  std::vector<std::string> nodes;
  std::vector<outcome> outcomes;  // newest last, at most ten; what was superseded is none
  std::vector<live> history;      // what `previous` is found in

  // A deployment has ended here. What was superseded leaves the word to the one that follows it.
  void ended(const std::string& deployment, const std::string& status) {
    if (status == "superseded") return;
    // A success does not hide that another one has failed since it began.
    const bool hides = status == "succeeded" && lock && lock->deployment == deployment && !outcomes.empty() &&
                       outcomes.back().deployment == lock->failed_meanwhile;
    outcomes.insert(outcomes.end() - (hides ? 1 : 0), {deployment, status});
    if (outcomes.size() > 10) outcomes.erase(outcomes.begin());
    last_status = outcomes.back().status;
    last_deployment = outcomes.back().deployment;
    if (lock && lock->deployment != deployment && status == "failed") lock->failed_meanwhile = deployment;
  }

  void show_doubt() {
    doubt = doubted;
    if (!doubt) return;
    std::erase_if(doubt->nodes, [&](const auto& node) {
      return std::find(nodes.begin(), nodes.end(), node) == nodes.end();
    });
    if (doubt->nodes.empty()) doubt.reset();
  }
  // What only the fold needs, left out where the row is shown.
  static void hide_inner(json::object& shown) { shown.erase("history"), shown.erase("doubted"); }
  static void fields(auto& self, auto& field) {
    field("project", self.project);
    field("name", self.name);
    field("queue_policy", self.queue_policy);
    field("deploy_on", self.deploy_on);
    field("current", self.current);
    field("previous", self.previous);
    field("lock", self.lock);
    field("waiting", self.waiting);
    field("quarantine", self.quarantine);
    field("doubt", self.doubt);
    field("doubted", self.doubted);
    field("last_status", self.last_status);
    field("last_deployment", self.last_deployment);
    field("nodes", self.nodes);
    field("outcomes", self.outcomes);
    field("history", self.history);
  }
};

struct node_row {
  std::string name, kind, address, health = "unknown", health_detail, health_since;
  std::vector<std::string> groups;
  std::map<std::string, std::string> live;  // "project/environment" -> release
  // By "project/environment": "up" or "down", and why it is down. An environment's health is made of what
  // stands under its own name.
  std::map<std::string, std::string> checks, details;
  // The whole node is down where one of them is.
  void judge() {
    const auto is_down = [](const auto& check) { return check.second == "down"; };
    health = checks.empty() ? "unknown" : std::ranges::any_of(checks, is_down) ? "down" : "up";
    std::erase_if(details, [&](const auto& detail) {
      const auto check = checks.find(detail.first);
      return check == checks.end() || check->second != "down";
    });
    if (health != "down") health_detail.clear();
    if (!details.empty()) health_detail = details.begin()->second;
  }
  static void fields(auto& self, auto& field) {
    field("name", self.name);
    field("kind", self.kind);
    field("address", self.address);
    field("health", self.health);
    field("health_detail", self.health_detail);
    field("health_since", self.health_since);
    field("groups", self.groups);
    field("live", self.live);
    field("checks", self.checks);
    field("details", self.details);
  }
};

struct project_row {
  std::string name, repository, full_name, applied_at;
  std::string url_seen;        // where it is now, when it was renamed since the spec was written
  std::string default_branch;  // as the repository told it
  bool repository_bound = false;
  std::vector<std::string> environments;
  static void fields(auto& self, auto& field) {
    field("name", self.name);
    field("repository", self.repository);
    field("full_name", self.full_name);
    field("applied_at", self.applied_at);
    field("url_seen", self.url_seen);
    field("default_branch", self.default_branch);
    field("repository_bound", self.repository_bound);
    field("environments", self.environments);
  }
};

// A row as it is kept in a read table.
template <class Row>
result<Row> read_row(std::string_view body) {
  boost::system::error_code error;
  const auto value = json::parse(json::string_view(body.data(), body.size()), error);
  if (error || !value.is_object()) return fail(errc::corrupt, "a row of a view is no JSON object", "body");
  return decode<Row>(value.get_object());
}

// A row as JSON with every key that readers count on.
template <class Row>
json::object to_row_json(const Row& row) {
  return codec::write(row, true).as_object();
}

}  // namespace eeveon
