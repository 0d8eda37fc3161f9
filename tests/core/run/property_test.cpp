// Whatever happens to steps and workers, a run goes on to an end, in order, and never repeats what must not
// be.
#include <random>

#include "tests/core/run/story.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {

using kind = next_move::kind;
using at_state = step_progress::at;

class chance {
 public:
  explicit chance(unsigned seed) : engine_(seed) {}
  int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
  bool one_in(int n) { return below(n) == 0; }

 private:
  std::mt19937 engine_;
};

plan any_plan(chance& dice, const std::string& prefix, bool with_switch) {
  plan out{prefix, {}, {}};
  const int stages = 1 + dice.below(4), switches = with_switch ? dice.below(stages) : -1;
  for (int i = 0; i < stages; ++i) {
    stage made{prefix + std::to_string(i), {}};
    for (int n = 0, steps = 1 + dice.below(3); n < steps; ++n) {
      auto step = a_step(made.name + "@node-" + std::to_string(n), i == switches ? "switch" : "prepare",
                         static_cast<step_class>(dice.below(3)), 1 + dice.below(3));
      step.optional = i != switches && dice.one_in(6);
      made.steps.push_back(std::move(step));
    }
    out.stages.push_back(std::move(made));
  }
  return out;
}

bool is_done(const run_progress& progress, const std::map<std::string, step_progress>& steps, const step& s) {
  (void)progress;
  const auto found = steps.find(s.id);
  if (found == steps.end()) return false;
  return found->second.state == at_state::succeeded ||
         (s.optional && found->second.state != at_state::started && found->second.failures > 0);
}

// All that must hold whenever the playbook says to start steps.
void check_starts(const run_story& s, const plans& with, const next_move& said,
                  std::map<std::string, int>& hooks) {
  const auto& now = s.progress.undoing ? with.undo : with.deploy;
  const auto& steps = s.progress.undoing ? s.progress.undo : s.progress.deploy;
  BOOST_TEST(!said.starts.empty());
  for (const auto& start : said.starts) {
    BOOST_TEST(!s.running.contains(start.what.id));
    BOOST_TEST(start.part == (s.progress.undoing ? "undo" : "deploy"));
    const auto found = steps.find(start.what.id);
    BOOST_TEST((found == steps.end() || found->second.state != at_state::succeeded),
               start.what.id << " has succeeded already");
    if (start.what.cls == step_class::at_most_once)
      BOOST_TEST(
          (found == steps.end() || found->second.state == at_state::failed || hooks[start.what.id] > 0),
          start.what.id << " is repeated without a person's word");
    for (const auto& stage : now.stages) {
      if (stage.name == start.stage) break;
      for (const auto& before : stage.steps)
        BOOST_TEST(is_done(s.progress, steps, before),
                   start.what.id << " is begun before " << before.id << " is done");
    }
  }
}

std::string live_one_run(unsigned seed) {
  chance dice(seed);
  const plans with{
      .build = {}, .deploy = any_plan(dice, "deploy", true), .undo = any_plan(dice, "undo", false)};
  run_story s(with);
  std::map<std::string, int> allowed;  // at-most-once steps that a person said to try again
  for (int moves = 0; moves < 400; ++moves) {
    const auto said = s.next();
    run_progress again;
    for (const auto& e : s.log.all()) again.apply(e);
    const auto second = decide_next(again, with, s.running);
    BOOST_TEST((second.what == said.what && second.starts.size() == said.starts.size() &&
                second.events.size() == said.events.size()));
    switch (said.what) {
      case kind::start:
        check_starts(s, with, said, allowed);
        for (const auto& start : said.starts) s.begin(start), allowed[start.what.id] = 0;
        break;
      case kind::wait: BOOST_TEST(!s.running.empty(), "waits for nothing"); break;
      case kind::record:
        BOOST_TEST(!said.events.empty());
        for (const auto& event : said.events) s.progress.apply(s.log.append({"deployment-dep_1", event}));
        continue;
      case kind::finish:
        BOOST_TEST(s.running.empty());
        if (said.events.at(0).type == deployment_succeeded::type)
          for (const auto& stage : with.deploy.stages)
            for (const auto& step : stage.steps) BOOST_TEST(is_done(s.progress, s.progress.deploy, step));
        if (said.events.at(0).type == deployment_rolled_back::type)
          for (const auto& stage : with.undo.stages)
            for (const auto& step : stage.steps) BOOST_TEST(is_done(s.progress, s.progress.undo, step));
        return said.events.at(0).type;
      case kind::attention: {
        BOOST_TEST(s.running.empty());
        for (const auto& event : said.events) s.progress.apply(s.log.append({"deployment-dep_1", event}));
        const auto choice =
            std::array{"retry", "cancel", "mark_done"}.at(static_cast<std::size_t>(dice.below(3)));
        if (choice == std::string("retry")) allowed[s.progress.attention_step] = 1;
        s.append(attention_answered{choice});
        s.append(run_queued{"run_1", "deploy"});
        s.claim();
        continue;
      }
    }
    // Something happens in the world.
    if (dice.one_in(25) && !s.progress.cancel_requested) s.append(cancel_requested{"asked"});
    if (dice.one_in(12)) {
      s.claim();
    } else if (dice.one_in(20)) {
      s.running.clear();
      s.append(run_interrupted{"run_1", "stopping"});
      s.claim();
    } else if (s.progress.cancel_requested && !s.progress.undoing) {
      s.running.clear();  // as the driver does
    } else if (!s.running.empty()) {
      auto one = s.running.begin();
      std::advance(one, dice.below(static_cast<int>(s.running.size())));
      const auto id = one->first;
      if (dice.one_in(20))
        s.unknown(id);
      else if (dice.one_in(5))
        s.fail(id, "no", dice.one_in(3));
      else
        s.succeed(id);
    }
  }
  BOOST_ERROR("run " << seed << " does not come to an end");
  return {};
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_run_comes_to_an_end_in_order) {
  std::map<std::string, int> ends;
  for (unsigned seed = 1; seed <= 180; ++seed) BOOST_TEST_CONTEXT("run " << seed) {
      ++ends[live_one_run(seed)];
    }
  for (const auto type : {deployment_succeeded::type, deployment_failed::type, deployment_rolled_back::type,
                          deployment_cancelled::type})
    BOOST_TEST(ends[std::string(type)] > 5, "too few runs end as " << type);
}
