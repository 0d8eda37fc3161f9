// The playbook of a deployment: what comes after what, and what becomes of failures.
#include "tests/core/run/story.hpp"

using namespace eeveon;
using namespace eeveon::spec;
using namespace std::chrono_literals;

namespace {
const std::string copied = "copy@node-1 copy@node-2", switched = "switch@node-1 switch@node-2",
                  hooked = "after@node-1 after@node-2", checked = "check@node-1 check@node-2",
                  back = "undo-switch@node-1 undo-switch@node-2",
                  back_checked = "undo-check@node-1 undo-check@node-2";

// Up to the stage that `said` begins.
void run_until(run_story& s, const std::string& said) {
  while (s.move() != said) s.all_succeed();
}
}  // namespace

BOOST_AUTO_TEST_SUITE(playbook_of_a_deployment)

BOOST_AUTO_TEST_CASE(stages_follow_each_other_and_steps_run_side_by_side) {
  run_story s(a_deploy());
  BOOST_TEST(s.to_the_end() ==
             copied + " | " + switched + " | " + hooked + " | " + checked + " | deployment_succeeded");
  BOOST_TEST(s.last<deployment_succeeded>().by == "run");
}

BOOST_AUTO_TEST_CASE(a_stage_waits_for_the_slowest_of_the_one_before) {
  run_story s(a_deploy());
  BOOST_TEST(s.move() == copied);
  BOOST_TEST(s.move() == "wait");
  s.succeed("copy@node-2");
  BOOST_TEST(s.move() == "wait");
  s.succeed("copy@node-1");
  BOOST_TEST(s.move() == switched);
}

BOOST_AUTO_TEST_CASE(a_failed_step_is_tried_again_with_doubled_back_off) {
  plans with;
  with.deploy.stages = {on_both("copy", "transfer", step_class::reconcilable, 4)};
  run_story s(with);
  s.move();
  s.succeed("copy@node-2");
  for (const auto delay : {1s, 2s, 4s}) {
    s.fail("copy@node-1");
    const auto next = s.next();
    BOOST_REQUIRE_EQUAL(next.starts.size(), 1u);
    BOOST_TEST((next.starts[0].delay == delay));
    s.move();
  }
  s.fail("copy@node-1", "the disk is full");
  BOOST_TEST(s.move() == "deployment_failed");
  BOOST_TEST(s.last<deployment_failed>().reason == "the disk is full");
  BOOST_TEST(s.last<step_started>().attempt == 4);
}

BOOST_AUTO_TEST_CASE(a_retry_does_not_wait_for_its_neighbour) {
  plans with;
  with.deploy.stages = {on_both("copy", "transfer", step_class::reconcilable, 2)};
  run_story s(with);
  s.move();
  s.fail("copy@node-1");
  BOOST_TEST(s.move() == "copy@node-1");
}

BOOST_AUTO_TEST_CASE(a_final_failure_is_not_tried_again) {
  plans with;
  with.deploy.stages = {on_both("copy", "transfer", step_class::reconcilable, 4)};
  run_story s(with);
  s.move();
  s.succeed("copy@node-2");
  s.fail("copy@node-1", "refused", true);
  BOOST_TEST(s.move() == "deployment_failed");
}

BOOST_AUTO_TEST_CASE(a_failure_before_the_switch_fails_the_deployment) {
  run_story s(a_deploy());
  s.move();
  s.fail("copy@node-1", "away");
  BOOST_TEST(s.move() == "wait");  // the other node's copy comes to its end first
  s.succeed("copy@node-2");
  BOOST_TEST(s.move() == "deployment_failed");
  const auto why = s.last<deployment_failed>();
  BOOST_TEST(why.step == "copy@node-1");
  BOOST_TEST(why.reason == "away");
  BOOST_TEST(!why.switched);
}

BOOST_AUTO_TEST_CASE(a_failure_after_the_switch_takes_every_node_back) {
  run_story s(a_deploy());
  run_until(s, checked);
  s.succeed("check@node-1");
  s.fail("check@node-2", "not healthy");
  BOOST_TEST(s.to_the_end() == back + " | " + back_checked + " | deployment_rolled_back");
  BOOST_TEST(s.last<undo_started>().step == "check@node-2");
  BOOST_TEST(!s.last<undo_started>().cancelled);
  BOOST_TEST(s.last<deployment_rolled_back>().step == "check@node-2");
  BOOST_TEST(s.last<deployment_rolled_back>().reason == "not healthy");
}

BOOST_AUTO_TEST_CASE(a_switch_that_began_on_any_node_counts_as_switched) {
  run_story s(a_deploy());
  run_until(s, switched);
  s.fail("switch@node-1", "fenced", true);
  s.fail("switch@node-2", "fenced", true);
  BOOST_TEST(s.to_the_end() == back + " | " + back_checked + " | deployment_rolled_back");
}

BOOST_AUTO_TEST_CASE(an_undo_that_fails_is_told_as_such) {
  run_story s(a_deploy());
  run_until(s, checked);
  s.fail("check@node-1", "not healthy");
  s.succeed("check@node-2");
  BOOST_TEST(s.move() == back);
  s.succeed("undo-switch@node-1");
  s.fail("undo-switch@node-2", "away");
  BOOST_TEST(s.move() == "deployment_failed");
  const auto why = s.last<deployment_failed>();
  BOOST_TEST(why.switched);
  BOOST_TEST(why.step == "undo-switch@node-2");
  BOOST_TEST(why.reason == "going back failed: away");
}

BOOST_AUTO_TEST_CASE(an_optional_step_that_fails_stops_nothing) {
  auto with = a_deploy();
  for (auto& step : with.deploy.stages.back().steps) step.optional = true, step.attempts = 2;
  run_story s(with);
  run_until(s, checked);
  s.succeed("check@node-1");
  s.fail("check@node-2");
  BOOST_TEST(s.move() == "check@node-2");  // but it has its attempts
  s.fail("check@node-2");
  BOOST_TEST(s.move() == "deployment_succeeded");
}

BOOST_AUTO_TEST_CASE(an_empty_plan_succeeds) {
  run_story s({});
  BOOST_TEST(s.move() == "deployment_succeeded");
}

BOOST_AUTO_TEST_CASE(cancel_before_the_switch_changes_nothing) {
  run_story s(a_deploy());
  s.move();
  s.append(cancel_requested{"asked by Ada"});
  BOOST_TEST(s.move() == "wait");  // its steps are being ended
  s.running.clear();
  BOOST_TEST(s.move() == "deployment_cancelled");
}

BOOST_AUTO_TEST_CASE(cancel_after_the_switch_goes_back) {
  run_story s(a_deploy());
  run_until(s, hooked);
  s.append(cancel_requested{"asked by Ada"});
  s.running.clear();
  BOOST_TEST(s.to_the_end() == back + " | " + back_checked + " | deployment_cancelled");
  BOOST_TEST(s.last<undo_started>().cancelled);
  BOOST_TEST(s.last<deployment_cancelled>().reason == "cancelled; every node is back on the release before");
}

BOOST_AUTO_TEST_CASE(cancel_while_going_back_changes_nothing) {
  run_story s(a_deploy());
  run_until(s, checked);
  s.fail("check@node-1");
  s.succeed("check@node-2");
  BOOST_TEST(s.move() == back);
  s.append(cancel_requested{"asked by Ada"});
  s.all_succeed();
  BOOST_TEST(s.to_the_end() == back_checked + " | deployment_rolled_back");
}

BOOST_AUTO_TEST_CASE(a_ref_that_has_moved_on_supersedes_the_deployment_before_anything_is_copied) {
  auto with = a_deploy();
  with.deploy.stages.insert(with.deploy.stages.begin(), {"resolve", {a_step("resolve@worker", "resolve")}});
  run_story s(with);
  BOOST_TEST(s.move() == "resolve@worker");
  s.succeed("resolve@worker", {{"head", std::string(40, 'b')}});
  BOOST_TEST(s.move() == "deployment_superseded");
  const auto why = s.last<deployment_superseded>();
  BOOST_TEST(why.commit == std::string(40, 'b'));
  BOOST_TEST(why.deployment == "");
  BOOST_TEST(why.reason == "refs/heads/main has moved on to bbbbbbbb");
}

BOOST_AUTO_TEST_CASE(a_ref_that_stands_where_it_was_asked_for_goes_on) {
  auto with = a_deploy();
  with.deploy.stages.insert(with.deploy.stages.begin(), {"resolve", {a_step("resolve@worker", "resolve")}});
  run_story s(with);
  s.move();
  s.succeed("resolve@worker", {{"head", std::string(40, 'a')}});
  BOOST_TEST(s.move() == copied);
}

BOOST_AUTO_TEST_CASE(a_commit_before_the_head_goes_on_only_in_its_order) {
  auto with = a_deploy();
  with.deploy.stages.insert(with.deploy.stages.begin(), {"resolve", {a_step("resolve@worker", "resolve")}});
  for (const bool in_order : {true, false}) {
    run_story s(with);
    s.move();
    s.succeed("resolve@worker", {{"head", std::string(40, 'b')}, {"in_order", in_order}});
    BOOST_TEST(s.move() == (in_order ? copied : "deployment_superseded"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
