// The one place where deployments are let start: it turns facts of the log into requests, queue places, locks
// and runs. Pure: it holds folds of the streams it decides on and gathers what is to be appended in one
// transaction.
//
// Use: for each event in position order, load() every stream that wants() names, then react(); take() gives
// what has been decided. When the append conflicts, forget() everything and start again from the checkpoint.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/ids.hpp"
#include "core/deployment/events.hpp"
#include "core/environment/state.hpp"
#include "core/plan/make.hpp"
#include "core/project/directory.hpp"
#include "core/release/events.hpp"

namespace eeveon {

struct gate_decision {
  struct part {
    std::string stream;
    std::optional<std::int64_t> expected;  // none: a fact, whatever the version
    std::vector<new_event> events;
  };
  struct run {
    std::string id, subject, environment, kind;
  };
  std::vector<part> parts;
  std::vector<run> runs;
  std::vector<std::string> requeue;    // runs that waited for a person and go on
  std::vector<std::string> documents;  // bodies; their id is their SHA-256
  bool empty() const { return parts.empty(); }
};

// What the gate needs of a deployment and of a release to decide about them.
struct deployment_brief {
  deployment_requested request;
  std::int64_t version = 0;
  std::string status;  // as in the contract; empty: no such deployment
  std::string reason;
  std::string run, kind;
  std::string head;        // what its ref had moved on to, when that ended it
  bool went_back = false;  // it had switched and was put back, or failed at that
  void apply(const recorded_event& event);
};
struct release_brief {
  release_requested request;
  release_built built;
  std::int64_t version = 0;
  std::string state;      // "", "building", "built", "failed", "superseded"
  bool unwanted = false;  // its build was asked to end, for nobody waited for it any more
  std::string step, reason, head, run;
  void apply(const recorded_event& event);
};

class gate {
 public:
  explicit gate(std::function<uuid()> fresh_uuid) : fresh_uuid_(std::move(fresh_uuid)) {}

  // Streams that must be loaded before react(event); a stream is asked for once.
  std::vector<std::string> wants(const recorded_event& event) const;
  void load(const std::string& stream, const std::vector<recorded_event>& events);
  void react(const recorded_event& event);
  gate_decision take();
  void forget();  // all but the projects and nodes

  const directory& known() const { return directory_; }
  directory& known() { return directory_; }
  // For a bench only: every accepted push starts one run of kind "noop" without an environment lock.
  void react_with_noop(const recorded_event& event);

 private:
  void react_to_push(const push_received& push);
  void react_to_tag(const release_tag_resolved& release);
  bool is_known_repository(const project_entry& project, const repository_identity& told);
  static bool must_be_head(const deployment_requested& request, const environment_spec& environment);
  void request(deployment_requested request);
  void admit(const deployment_requested& request);
  void want_release(const deployment_requested& request, const project_entry& project);
  std::vector<std::string> bases_of(const project_entry& project, const std::string& commit) const;
  void start_next(const std::string& project, const std::string& environment);
  void start(const environment_state::waiting_one& next, const project_entry& project,
             const environment_spec& spec);
  void settle(const deployment_brief& ended);
  void free_environment(const deployment_brief& ended);
  void tell_doubt(const deployment_brief& ended, const environment_state& ran);
  void release_has_changed(const release_brief& release);
  void end_unwanted_build(const std::string& release);
  void end_waiting(const deployment_requested& request, const std::string& why, new_event end);
  void continue_run(const std::string& stream, const std::string& run, const std::string& kind);

  void emit(const std::string& stream, new_event event);
  void fold(const recorded_event& event);
  std::optional<std::int64_t> version_of(const std::string& stream) const;
  std::string queue_run(const std::string& subject, const std::string& environment, const std::string& kind);
  environment_state& environment_of(const deployment_requested& request);
  std::string fresh(const char* prefix) { return make_id(prefix, fresh_uuid_()); }

  std::function<uuid()> fresh_uuid_;
  std::int64_t cause_ = 0;  // position and correlation of the event that is reacted to
  uuid correlation_;
  directory directory_;
  // Folds of the streams that are loaded, by stream.
  std::map<std::string, environment_state> environments_;
  std::map<std::string, deployment_brief> deployments_;
  std::map<std::string, release_brief> releases_;
  gate_decision decision_;
};

// What a deployment's plans are made from: the same for the gate and for whoever shows them beforehand.
// `live_recipe` is that of the release that is live now.
deploy_facts facts_of(const project_entry& project, const environment_spec& spec,
                      std::vector<node_registered> nodes, const environment_state& environment,
                      const release_built& release, const json::object& live_recipe);

// The id of the release of a commit built by a recipe: the same on every server, so that it is built once.
std::string release_id(std::string_view project, std::string_view commit, const json::object& recipe);

// What a person's request for a deployment would do now; used by dry runs and by the API before it records
// anything.
struct preview {
  bool allowed = true;
  std::string reason;  // why not, or what it waits for
};
preview preview_request(const environment_state& environment, const environment_spec& spec,
                        std::string_view commit, bool automatic);

}  // namespace eeveon
