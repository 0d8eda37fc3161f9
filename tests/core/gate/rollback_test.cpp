// Going back, and what must not come again by itself.
#include "tests/core/gate/story.hpp"

using namespace eeveon;
using namespace eeveon::spec;

BOOST_AUTO_TEST_SUITE(gate_on_going_back)

BOOST_AUTO_TEST_CASE(a_deployment_that_went_back_by_itself_quarantines_its_commit) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.deploy('a');
    const auto b = s.push('b');
    s.build(b);
    s.end(b, deployment_rolled_back{"check-after@node-1", "not healthy"});
    s.then({at("env-shop/production", environment_unlocked{b, "rolled_back"}),
            at("env-shop/production", commit_quarantined{commit('b'), b, "not healthy"})});
    BOOST_TEST(s.live_commit() == commit('a'));
  });
}

BOOST_AUTO_TEST_CASE(going_back_that_failed_leaves_the_nodes_in_doubt_until_something_is_certain) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.deploy('a');
    const auto fail = [&](char letter, bool back) {
      const auto id = s.push(letter);
      s.build(id);
      const auto stream = deployment_stream(id);
      s.when({at(stream, run_claimed{s.run_of(stream), "worker-1"}),
              at(stream, undo_started{s.run_of(stream), "check-after@node-1", "not healthy"})});
      if (back)
        s.when({at(stream, deployment_rolled_back{"check-after@node-1", "not healthy"})});
      else
        s.when({at(stream, deployment_failed{"undo-switch@node-2", "going back failed: cut off", true})});
      return id;
    };
    const auto b = fail('b', false);
    s.then({at("env-shop/production", environment_unlocked{b, "failed"}),
            at("env-shop/production",
               nodes_in_doubt{
                   b, s.release_of(b), commit('b'), "going back failed: cut off", {"node-1", "node-2"}})});
    BOOST_TEST(s.environment().in_doubt.size() == 2u);
    const auto c = fail('c', true);
    BOOST_TEST(s.environment().in_doubt.empty());
    s.then({at("env-shop/production", environment_unlocked{c, "rolled_back"}),
            at("env-shop/production", commit_quarantined{commit('c'), c, "not healthy"}),
            at("env-shop/production", doubt_settled{c, {"node-1", "node-2"}})});
    fail('d', false);
    BOOST_TEST(s.environment().in_doubt.size() == 2u);
    s.deploy('e');
    BOOST_TEST(s.environment().in_doubt.empty());
    BOOST_TEST(s.count(doubt_settled::type) == 1);
  });
}

BOOST_AUTO_TEST_CASE(a_quarantined_commit_is_skipped_for_automatic_requests) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto b = s.push('b');
    s.build(b);
    s.end(b, deployment_rolled_back{"check-after@node-1", "not healthy"});
    const auto again = s.push('b');
    BOOST_TEST(s.status(again) == "cancelled");
    BOOST_TEST(decode<deployment_cancelled>(s.log.stream(deployment_stream(again)).back())
                   ->reason.find("quarantined") != std::string::npos);
    BOOST_TEST(s.environment().queue.empty());
  });
}

BOOST_AUTO_TEST_CASE(a_person_may_deploy_a_quarantined_commit_and_success_releases_it) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto b = s.push('b');
    s.build(b);
    s.end(b, deployment_rolled_back{"check-after@node-1", "not healthy"});
    const auto by_hand = s.ask({.commit = commit('b')});
    BOOST_TEST(s.environment().locked_by == by_hand);
    BOOST_TEST(s.environment().quarantine.size() == 1u);
    s.end(by_hand, deployment_succeeded{"run"});
    BOOST_TEST(s.environment().quarantine.empty());
    BOOST_TEST(s.count(quarantine_released::type) == 1);
  });
}

BOOST_AUTO_TEST_CASE(a_newer_commit_clears_the_quarantine) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto b = s.push('b');
    s.build(b);
    s.end(b, deployment_rolled_back{"check-after@node-1", "not healthy"});
    s.deploy('c');
    BOOST_TEST(s.environment().quarantine.empty());
    BOOST_TEST(s.live_commit() == commit('c'));
  });
}

BOOST_AUTO_TEST_CASE(an_older_commit_that_a_person_deploys_does_not_clear_the_quarantine) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.deploy('a');
    s.deploy('b');
    const auto c = s.push('c');
    s.build(c);
    s.end(c, deployment_rolled_back{"check-after@node-1", "not healthy"});
    const auto by_hand = s.ask({.commit = commit('a')});
    s.end(by_hand, deployment_succeeded{"run"});
    const auto told_again = s.push('c');
    BOOST_TEST(s.status(told_again) == "cancelled");
    BOOST_TEST(s.live_commit() == commit('a'));
  });
}

BOOST_AUTO_TEST_CASE(a_rollback_marks_the_old_deployment_and_quarantines_its_commit) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto a = s.deploy('a'), b = s.deploy('b');
    const auto back = s.roll_back(b, a);
    BOOST_TEST(s.environment().locked_by == back);
    s.end(back, deployment_succeeded{"run"});
    s.then({at("env-shop/production", environment_unlocked{back, "succeeded"}),
            at("env-shop/production",
               release_went_live{back, s.release_of(a), commit('a'), {"node-1", "node-2"}, true}),
            at("env-shop/production", commit_quarantined{commit('b'), b, "taken back by " + back}),
            at(deployment_stream(b), deployment_taken_back{back})});
    BOOST_TEST(s.status(b) == "succeeded");
    BOOST_TEST(s.live_commit() == commit('a'));
    BOOST_TEST(s.status(s.push('b')) == "cancelled");
  });
}

BOOST_AUTO_TEST_CASE(a_rollback_asked_for_during_a_deployment_marks_what_it_took_back) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto a = s.deploy('a'), b = s.deploy('b');
    const auto c = s.push('c');
    s.build(c);
    const auto back = s.roll_back(b, a), again = s.roll_back(b, a);
    s.end(c, deployment_succeeded{"run"});
    BOOST_TEST(s.live_commit() == commit('c'));
    s.end(back, deployment_succeeded{"run"});
    s.end(again, deployment_succeeded{"run"});
    BOOST_TEST(s.live_commit() == commit('a'));
    BOOST_TEST(s.count(deployment_taken_back::type) == 1);
    BOOST_TEST(s.log.stream(deployment_stream(c)).back().type == deployment_taken_back::type);
    BOOST_TEST(s.environment().quarantine.contains(commit('c')));
    BOOST_TEST(!s.environment().quarantine.contains(commit('b')));
  });
}

BOOST_AUTO_TEST_CASE(a_second_rollback_goes_further_back) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto a = s.deploy('a'), b = s.deploy('b'), c = s.deploy('c');
    BOOST_REQUIRE(s.environment().previous());
    BOOST_TEST(s.environment().previous()->deployment == b);
    const auto back = s.roll_back(c, b);
    s.end(back, deployment_succeeded{"run"});
    BOOST_REQUIRE(s.environment().previous());
    BOOST_TEST(s.environment().previous()->deployment == a);
  });
}

BOOST_AUTO_TEST_CASE(a_rollback_goes_first_and_supersedes_automatic_ones_that_wait) {
  for (const char* policy : {"supersede", "queue", "refuse"}) {
    gate_story s(pace::in_batches);
    s.given(a_shop({{"production", production({{"queue", policy}})}}));
    const auto a = s.deploy('a'), b = s.deploy('b');
    const auto by_hand = s.ask({.commit = commit('a')});
    const auto other = s.ask({.commit = commit('d')});
    const auto c = s.push('c');
    const auto back = s.roll_back(b, a);
    if (policy != std::string("refuse")) {
      BOOST_TEST(s.status(c) == "superseded");
      BOOST_TEST(s.environment().queue.size() == 2u);
      BOOST_TEST(s.status(other) == "queued");
    }
    BOOST_TEST(s.environment().locked_by == by_hand);
    s.end(by_hand, deployment_succeeded{"run"});
    BOOST_TEST(s.environment().locked_by == back);
  }
}

BOOST_AUTO_TEST_CASE(a_rollback_to_a_release_that_was_never_built_fails) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto a = s.deploy('a');
    const auto back = s.ask({.commit = commit('z'),
                             .release = "rel_00000000-0000-0000-0000-00000000000f",
                             .trigger = "rollback",
                             .rollback_of = a});
    BOOST_TEST(s.status(back) == "failed");
    BOOST_TEST(s.environment().queue.empty());
    BOOST_TEST(!s.environment().busy());
    BOOST_TEST(s.live_commit() == commit('a'));
  });
}

BOOST_AUTO_TEST_CASE(a_failed_rollback_changes_nothing_that_is_said_to_be_live) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto a = s.deploy('a'), b = s.deploy('b');
    const auto back = s.roll_back(b, a);
    s.end(back, deployment_failed{"prepare@node-1", "away", false});
    BOOST_TEST(s.live_commit() == commit('b'));
    BOOST_TEST(s.environment().quarantine.empty());
    BOOST_TEST(s.count(deployment_taken_back::type) == 0);
  });
}

BOOST_AUTO_TEST_CASE(the_quarantine_is_released_by_a_persons_word) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto b = s.push('b');
    s.build(b);
    s.end(b, deployment_rolled_back{"check-after@node-1", "not healthy"});
    s.when({at("env-shop/production", quarantine_released{commit('b'), "released by a person"})});
    const auto again = s.push('b');
    BOOST_TEST(s.environment().locked_by == again);
  });
}

BOOST_AUTO_TEST_SUITE_END()
