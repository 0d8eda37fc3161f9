// Workers die, stop and pause: the next one goes on where the log says.
#include "tests/core/run/story.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {
const std::string hooked = "after@node-1 after@node-2";

run_story at_the_hooks() {
  run_story s(a_deploy());
  while (s.move() != hooked) s.all_succeed();
  return s;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(playbook_of_a_takeover)

BOOST_AUTO_TEST_CASE(what_is_done_is_not_done_again_and_what_was_cut_off_is) {
  run_story s(a_deploy());
  s.move();
  s.succeed("copy@node-1");
  s.claim();
  BOOST_TEST(s.move() == "copy@node-2");
  BOOST_TEST(s.last<step_started>().attempt == 2);
  BOOST_TEST(s.progress.part("deploy").at("copy@node-2").failures == 0);
}

BOOST_AUTO_TEST_CASE(being_cut_off_is_not_a_failed_attempt) {
  plans with;
  with.deploy.stages = {{"copy", {a_step("copy@node-1", "transfer", step_class::reconcilable, 2)}}};
  run_story s(with);
  for (int i = 0; i < 4; ++i) {
    BOOST_TEST(s.move() == "copy@node-1");
    s.claim();
  }
  BOOST_TEST(s.move() == "copy@node-1");
  s.fail("copy@node-1");
  BOOST_TEST(s.move() == "copy@node-1");
  s.fail("copy@node-1");
  BOOST_TEST(s.move() == "deployment_failed");
}

BOOST_AUTO_TEST_CASE(a_hook_that_was_cut_off_is_never_run_again_by_itself) {
  auto s = at_the_hooks();
  s.succeed("after@node-1");
  s.claim();
  BOOST_TEST(s.move() == "attention");
  BOOST_TEST(s.last<step_unknown>().step == "after@node-2");
  BOOST_TEST(s.last<attention_needed>().step == "after@node-2");
  BOOST_TEST(s.last<attention_needed>().run == "run_1");
}

BOOST_AUTO_TEST_CASE(a_hook_whose_worker_was_stopped_is_never_run_again_by_itself) {
  auto s = at_the_hooks();
  s.succeed("after@node-1");
  s.running.clear();
  s.append(run_interrupted{"run_1", "its worker is stopping"});
  s.claim();
  BOOST_TEST(s.move() == "attention");
}

BOOST_AUTO_TEST_CASE(attention_waits_for_what_runs_side_by_side) {
  for (const auto& [lost, other] :
       {std::pair{"after@node-1", "after@node-2"}, {"after@node-2", "after@node-1"}}) {
    auto s = at_the_hooks();
    s.unknown(lost);
    BOOST_TEST(s.move() == "wait");
    s.succeed(other);
    BOOST_TEST(s.move() == "attention");
  }
}

BOOST_AUTO_TEST_CASE(a_person_says_that_it_is_done) {
  auto s = at_the_hooks();
  s.succeed("after@node-1");
  s.unknown("after@node-2");
  s.move();
  s.append(attention_answered{"mark_done"});
  s.append(run_queued{"run_1", "deploy"});
  s.claim();
  BOOST_TEST(s.to_the_end() == "check@node-1 check@node-2 | deployment_succeeded");
}

BOOST_AUTO_TEST_CASE(a_person_says_to_try_again) {
  auto s = at_the_hooks();
  s.succeed("after@node-1");
  s.unknown("after@node-2");
  s.move();
  s.append(attention_answered{"retry"});
  s.append(run_queued{"run_1", "deploy"});
  s.claim();
  BOOST_TEST(s.to_the_end() == "after@node-2 | check@node-1 check@node-2 | deployment_succeeded");
}

BOOST_AUTO_TEST_CASE(a_person_says_to_go_back) {
  auto s = at_the_hooks();
  s.succeed("after@node-1");
  s.unknown("after@node-2");
  s.move();
  s.append(attention_answered{"cancel"});
  s.append(run_queued{"run_1", "deploy"});
  s.claim();
  BOOST_TEST(
      s.to_the_end() ==
      "undo-switch@node-1 undo-switch@node-2 | undo-check@node-1 undo-check@node-2 | deployment_cancelled");
}

BOOST_AUTO_TEST_CASE(a_lost_hook_on_the_way_back_needs_attention_and_cancel_ends_it) {
  auto with = a_deploy();
  with.undo.stages.push_back(on_both("undo-after", "hook", step_class::at_most_once));
  run_story s(with);
  while (s.move() != hooked) s.all_succeed();
  s.fail("after@node-1", "it ended with 1", true);
  s.succeed("after@node-2");
  while (s.move() != "undo-after@node-1 undo-after@node-2") s.all_succeed();
  s.succeed("undo-after@node-1");
  s.claim();
  BOOST_TEST(s.move() == "attention");
  s.append(attention_answered{"cancel"});
  s.append(run_queued{"run_1", "deploy"});
  s.claim();
  BOOST_TEST(s.move() == "deployment_failed");
  BOOST_TEST(s.last<deployment_failed>().switched);
}

BOOST_AUTO_TEST_CASE(a_run_that_has_ended_five_workers_is_left_to_a_person) {
  run_story s(a_deploy());
  for (int claims = 1; claims < 5; ++claims) {
    BOOST_TEST(s.move() == "copy@node-1 copy@node-2");
    s.claim();
  }
  BOOST_TEST(s.move() == "copy@node-1 copy@node-2");  // the fifth worker may still try
  s.claim();
  BOOST_TEST(s.move() == "attention");
  BOOST_TEST(s.last<attention_needed>().step == "");
  s.append(attention_answered{"retry"});
  s.append(run_queued{"run_1", "deploy"});
  s.claim();
  BOOST_TEST(s.move() == "copy@node-1 copy@node-2");
}

BOOST_AUTO_TEST_CASE(workers_that_stop_in_order_do_not_count) {
  run_story s(a_deploy());
  for (int i = 0; i < 10; ++i) {
    BOOST_TEST(s.move() == "copy@node-1 copy@node-2");
    s.running.clear();
    s.append(run_interrupted{"run_1", "its worker is stopping"});
    s.claim();
  }
  BOOST_TEST(s.move() == "copy@node-1 copy@node-2");
}

BOOST_AUTO_TEST_CASE(an_unknown_outcome_of_what_can_be_repeated_is_one_failed_attempt) {
  plans with;
  with.deploy.stages = {{"copy", {a_step("copy@node-1", "transfer", step_class::reconcilable, 2)}}};
  run_story s(with);
  s.move();
  s.unknown("copy@node-1");
  BOOST_TEST(s.move() == "copy@node-1");
  s.unknown("copy@node-1");
  BOOST_TEST(s.move() == "deployment_failed");
  BOOST_TEST(s.last<deployment_failed>().reason == "who knows");
}

BOOST_AUTO_TEST_CASE(a_takeover_on_the_way_back_goes_on_back) {
  run_story s(a_deploy());
  while (s.move() != "check@node-1 check@node-2") s.all_succeed();
  s.fail("check@node-1", "not healthy");
  s.succeed("check@node-2");
  s.move();
  s.succeed("undo-switch@node-1");
  s.claim();
  BOOST_TEST(s.to_the_end() ==
             "undo-switch@node-2 | undo-check@node-1 undo-check@node-2 | deployment_rolled_back");
}

BOOST_AUTO_TEST_SUITE_END()
