// A run without its worker: the playbook's moves are carried out as events, and the test says how each step
// ends.
#pragma once

#include "core/run/playbook.hpp"
#include "tests/support/spec.hpp"

namespace eeveon::spec {

// Two stages of plain steps around a switch on two nodes, and the way back.
inline step a_step(std::string id, std::string action = "prepare", step_class cls = step_class::reconcilable,
                   int attempts = 1) {
  const auto at = id.find('@');
  auto target = at == id.npos ? "worker" : id.substr(at + 1);
  return {.id = std::move(id),
          .action = std::move(action),
          .target = std::move(target),
          .args = {},
          .cls = cls,
          .attempts = attempts,
          .backoff = std::chrono::seconds(1)};
}
inline stage on_both(const std::string& name, const std::string& action = "prepare",
                     step_class cls = step_class::reconcilable, int attempts = 1) {
  return {name,
          {a_step(name + "@node-1", action, cls, attempts), a_step(name + "@node-2", action, cls, attempts)}};
}
inline plans a_deploy() {
  return {
      .build = {},
      .deploy = {"deploy",
                 {},
                 {on_both("copy", "transfer"), on_both("switch", "switch", step_class::idempotent),
                  on_both("after", "hook", step_class::at_most_once), on_both("check", "check")}},
      .undo = {"undo",
               {},
               {on_both("undo-switch", "switch", step_class::idempotent), on_both("undo-check", "check")}}};
}

class run_story {
 public:
  explicit run_story(plans with, const char* kind = "deploy") : plans_(std::move(with)) {
    subject_ = kind == std::string("build") ? "release-rel_1" : "deployment-dep_1";
    if (subject_ == "release-rel_1")
      append(release_requested{
          .release = "rel_1", .project = "shop", .commit = std::string(40, 'a'), .ref = "refs/heads/main"});
    else
      append(deployment_requested{.deployment = "dep_1",
                                  .project = "shop",
                                  .environment = "production",
                                  .commit = std::string(40, 'a'),
                                  .ref = "refs/heads/main"});
    append(run_queued{"run_1", kind});
    claim();
  }

  template <class Event>
  void append(const Event& event) {
    progress.apply(log.append(at(subject_, event)));
  }
  void claim() {  // a worker takes over: it runs nothing yet
    running.clear();
    append(run_claimed{"run_1", "worker-" + std::to_string(++workers_)});
  }
  next_move next() const { return decide_next(progress, plans_, running); }

  // Begins what the playbook says; returns it as "copy@node-1 copy@node-2", or what else it says: "wait",
  // "attention" or the type of the event that it finishes with.
  std::string move() {
    for (;;) {
      const auto said = next();
      using kind = next_move::kind;
      if (said.what == kind::wait) return "wait";
      if (said.what == kind::start) {
        std::string out;
        for (const auto& s : said.starts) {
          begin(s);
          out += (out.empty() ? "" : " ") + s.what.id;
        }
        return out;
      }
      for (const auto& event : said.events) progress.apply(log.append({subject_, event}));
      if (said.what == kind::record) continue;
      return said.what == kind::attention ? "attention" : said.events.at(0).type;
    }
  }
  void begin(const step_start& s) {
    append(step_started{"run_1", s.part, s.stage, s.what.id, s.what.target, s.attempt});
    running[s.what.id] = s;
  }
  void succeed(const std::string& id, json::object output = {}) {
    const auto s = ended(id);
    append(step_succeeded{"run_1", s.part, id, s.attempt, 5, std::move(output)});
  }
  void fail(const std::string& id, std::string reason = "no", bool final = false) {
    const auto s = ended(id);
    append(step_failed{"run_1", s.part, id, s.attempt, 5, std::move(reason), final});
  }
  void unknown(const std::string& id) {
    const auto s = ended(id);
    append(step_unknown{"run_1", s.part, id, "who knows", s.attempt});
  }
  void all_succeed() {
    for (const auto& [id, s] : std::map(running)) succeed(id);
  }
  // Everything goes well from here: "copy@node-1 copy@node-2 | … | deployment_succeeded".
  std::string to_the_end() {
    std::string out;
    for (;;) {
      const auto said = move();
      out += (out.empty() ? "" : " | ") + said;
      if (said == "wait" || said == "attention" || progress.ended) return out;
      all_succeed();
    }
  }
  template <class Event>
  Event last() const {
    Event out;
    for (const auto& e : log.all()) on<Event>(e, [&](const Event& found) { out = found; });
    return out;
  }

  event_log log;
  run_progress progress;
  struct running_steps : std::map<std::string, step_start> {
    operator std::set<std::string>() const {
      std::set<std::string> out;
      for (const auto& [id, s] : *this) out.insert(id);
      return out;
    }
  } running;

 private:
  step_start ended(const std::string& id) {
    BOOST_REQUIRE_MESSAGE(running.contains(id), id + " is not running");
    auto out = running.at(id);
    running.erase(id);
    return out;
  }

  plans plans_;
  std::string subject_;
  int workers_ = 0;
};

}  // namespace eeveon::spec
