// A gate and its log: facts go in, the gate reacts until it has nothing left to say, and what it appended is
// compared.
#pragma once

#include "core/gate/gate.hpp"
#include "core/run/events.hpp"
#include "core/system/events.hpp"
#include "tests/support/spec.hpp"

namespace eeveon::spec {

// How the gate comes to its events; whatever the pace, the same must be decided.
enum class pace { one_by_one, in_batches, after_restarts, after_conflicts };

class gate_story {
 public:
  explicit gate_story(pace how);

  void given(const std::vector<fact>& history);  // in the log before this gate looked
  void when(const std::vector<fact>& facts);     // appended; then the gate reads to the end of the log
  void then(const std::vector<fact>& expected);  // what the gate has appended since `when`

  // The everyday ways of a deployment; each is a `when`.
  std::string push(char letter, std::string branch = "main");  // the deployment requested, or ""
  std::string ask(deployment_requested request);               // a person's ask
  void build(const std::string& deployment);                   // its release is built
  template <class End>
  void end(const std::string& deployment, const End& how) {
    when({at(deployment_stream(deployment), run_claimed{run_of(deployment_stream(deployment)), "worker-1"}),
          at(deployment_stream(deployment), how)});
  }
  std::string deploy(char letter);                                              // push, build, success
  std::string roll_back(const std::string& deployment, const std::string& to);  // a person's ask; not its end

  std::string status(const std::string& deployment) const;
  std::string release_of(const std::string& deployment) const;  // as it was enqueued
  std::string run_of(const std::string& stream) const;          // queued last
  environment_state environment(const std::string& name = "production") const;
  std::string live_commit() const;
  std::vector<fact> appended() const;      // since `when`
  int count(std::string_view type) const;  // of all events

  event_log log;
  std::vector<gate_decision::run> runs;  // since `when`, as are these two
  std::vector<std::string> requeued, documents;

 private:
  void learn();
  void read_to_the_end();
  gate_decision react(std::size_t count);
  bool holds(const gate_decision& decision) const;  // would the store accept it?
  bool commit(const gate_decision& decision, std::size_t count);

  pace how_;
  int next_id_ = 0;
  gate gate_;
  std::size_t read_ = 0, since_ = 0;
  mutable std::map<std::string, environment_state> environments_;  // as far as they were asked for
};

// Calls `test` once for each pace.
void at_every_pace(void (*test)(gate_story&));

std::string commit(char letter);  // 40 times the letter
std::string dep(int n);           // the n-th id that was made, as a deployment's or a run's
std::string run(int n);
json::object production(json::object more = {});  // an environment that deploys main to the group web
json::object shop(json::object environments = {{"production", production()}}, json::object more = {});
fact applied(json::object spec);
fact node(const std::string& name, std::vector<std::string> groups = {"web"});
repository_identity acme_shop();
fact push_of(char letter, std::string ref = "refs/heads/main", repository_identity from = acme_shop());

// shop on two nodes, bound to its repository.
std::vector<fact> a_shop(json::object environments = {{"production", production()}});

}  // namespace eeveon::spec
