// Who waits, who goes, who gives way.
#include "tests/core/gate/story.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {
json::object with_queue(const char* policy) { return {{"production", production({{"queue", policy}})}}; }
}  // namespace

BOOST_AUTO_TEST_SUITE(gate_on_the_queue)

BOOST_AUTO_TEST_CASE(a_built_release_is_planned_locked_and_started) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto d = s.push('a');
    s.build(d);
    BOOST_REQUIRE_EQUAL(s.documents.size(), 2u);
    const auto plan = to_hex(sha256(s.documents[0])), undo = to_hex(sha256(s.documents[1]));
    s.then({at(deployment_stream(d), deployment_planned{plan, undo, to_hex(sha256("m"))}),
            at(deployment_stream(d), run_queued{run(3), "deploy"}),
            at("env-shop/production", environment_locked{.deployment = d, .run = run(3)})});
    BOOST_REQUIRE_EQUAL(s.runs.size(), 1u);
    BOOST_TEST(s.runs[0].environment == "shop/production");
    BOOST_TEST(s.runs[0].subject == deployment_stream(d));
    const auto made = parse_plan(s.documents[0]);
    BOOST_REQUIRE(made);
    BOOST_TEST(made->kind == "deploy");
    BOOST_TEST(made->nodes.size() == 2u);
  });
}

BOOST_AUTO_TEST_CASE(success_goes_live_and_frees_the_environment) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto d = s.push('a');
    s.build(d);
    s.end(d, deployment_succeeded{"run"});
    s.then({at("env-shop/production", environment_unlocked{d, "succeeded"}),
            at("env-shop/production",
               release_went_live{d, s.release_of(d), commit('a'), {"node-1", "node-2"}, false})});
    BOOST_TEST(!s.environment().busy());
    BOOST_TEST(s.live_commit() == commit('a'));
  });
}

BOOST_AUTO_TEST_CASE(failure_frees_the_environment_and_the_next_one_starts) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto a = s.push('a');
    s.build(a);
    const auto b = s.push('b');
    s.build(b);
    s.then({});  // the environment is busy
    s.end(a, deployment_failed{"fetch@worker", "no", false});
    BOOST_TEST(s.environment().locked_by == b);
    BOOST_TEST(s.live_commit() == "");
    BOOST_TEST(s.environment().quarantine.empty());
  });
}

BOOST_AUTO_TEST_CASE(supersede_lets_the_newest_automatic_request_take_the_place_of_those_that_wait) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto a = s.push('a');
    const auto b = s.push('b');
    BOOST_TEST(s.status(a) == "superseded");
    const auto c = s.push('c');
    BOOST_TEST(s.status(b) == "superseded");
    const auto why = decode<deployment_superseded>(s.log.stream(deployment_stream(b)).back());
    BOOST_TEST(why->commit == commit('c'));
    BOOST_TEST(why->deployment == c);
    BOOST_REQUIRE_EQUAL(s.environment().queue.size(), 1u);
    BOOST_TEST(s.environment().queue[0].deployment == c);
  });
}

BOOST_AUTO_TEST_CASE(supersede_leaves_what_runs_and_what_people_asked_for) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto a = s.push('a');
    s.build(a);
    const auto by_hand = s.ask({.commit = commit('d')});
    const auto b = s.push('b');
    const auto c = s.push('c');
    BOOST_TEST(s.status(a) == "queued");  // its run waits for a worker
    BOOST_TEST(s.status(by_hand) == "queued");
    BOOST_TEST(s.status(b) == "superseded");
    BOOST_REQUIRE_EQUAL(s.environment().queue.size(), 2u);
    BOOST_TEST(s.environment().queue[0].deployment == by_hand);
    BOOST_TEST(s.environment().queue[1].deployment == c);
  });
}

BOOST_AUTO_TEST_CASE(queue_deploys_every_commit_in_order) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop(with_queue("queue")));
    const auto a = s.push('a'), b = s.push('b'), c = s.push('c');
    BOOST_TEST(s.environment().queue.size() == 3u);
    s.build(c);
    s.build(b);
    BOOST_TEST(!s.environment().busy());  // a is first and not built
    s.build(a);
    std::string before;
    for (const auto& [d, letter] : {std::pair{a, 'a'}, {b, 'b'}, {c, 'c'}}) {
      BOOST_TEST(s.environment().locked_by == d);
      // Each is told what it must come after, and is looked at again when it is its turn.
      const auto first = parse_plan(s.documents.at(0))->stages.front();
      BOOST_TEST(first.name == "resolve");
      BOOST_TEST(first.steps.front().args.at("after").as_string() == before);
      before = commit(letter);
      s.end(d, deployment_succeeded{"run"});
    }
    BOOST_TEST(s.live_commit() == commit('c'));
    // Older commits are deployed on purpose: no build asks whether they are the head.
    for (const auto& e : s.log.all())
      on<release_requested>(e, [](const auto& r) { BOOST_TEST(r.ref == ""); });
  });
}

BOOST_AUTO_TEST_CASE(what_came_too_late_for_its_turn_gives_way_to_the_head) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop(with_queue("queue")));
    s.deploy('a');
    const auto newer = s.push('c'), late = s.push('b');
    s.build(newer);
    s.build(late);
    s.end(newer, deployment_succeeded{"run"});
    BOOST_TEST(s.environment().locked_by == late);
    BOOST_TEST(parse_plan(s.documents.at(0))->stages.front().steps.front().args.at("after").as_string() ==
               commit('c'));
    s.end(late, deployment_superseded{commit('c'), "", "main has moved on"});
    BOOST_TEST(s.live_commit() == commit('c'));
    BOOST_TEST(!s.environment().busy());
    BOOST_TEST(s.environment().queue.empty());  // the head is live already
    // Its push was lost: then it is asked for.
    const auto other = s.push('d');
    s.build(other);
    s.end(other, deployment_superseded{commit('e'), "", "main has moved on"});
    BOOST_REQUIRE_EQUAL(s.environment().queue.size(), 1u);
    BOOST_TEST(s.environment().queue[0].commit == commit('e'));
  });
}

BOOST_AUTO_TEST_CASE(what_a_person_names_is_not_held_to_the_order) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop(with_queue("queue")));
    s.deploy('b');
    const auto older = s.ask({.commit = commit('a')});
    s.build(older);
    BOOST_TEST(s.environment().locked_by == older);
    BOOST_TEST(parse_plan(s.documents.at(0))->stages.front().name == "prepare");
  });
}

BOOST_AUTO_TEST_CASE(refuse_turns_away_while_the_environment_is_busy) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop(with_queue("refuse")));
    const auto a = s.push('a');
    const auto b = s.push('b');
    BOOST_TEST(s.status(b) == "cancelled");
    const auto why = decode<deployment_cancelled>(s.log.stream(deployment_stream(b)).back());
    BOOST_TEST(why->reason.find(a) != std::string::npos);
    BOOST_TEST(why->reason.find("'refuse'") != std::string::npos);
    s.build(a);
    const auto by_hand = s.ask({.commit = commit('c')});
    BOOST_TEST(s.status(by_hand) == "cancelled");
    s.end(a, deployment_succeeded{"run"});
    BOOST_TEST(s.push('d') != "");
    BOOST_TEST(s.environment().queue.size() == 1u);
  });
}

BOOST_AUTO_TEST_CASE(an_environment_without_nodes_says_how_to_get_some) {
  at_every_pace([](gate_story& s) {
    s.given({applied(shop()), node("other", {"elsewhere"}),
             at("project-shop", repository_bound{"github", "17", "acme/shop", "/hooks/github"})});
    const auto d = s.push('a');
    s.build(d);
    BOOST_TEST(s.status(d) == "failed");
    const auto why = decode<deployment_failed>(s.log.stream(deployment_stream(d)).back());
    BOOST_TEST(why->reason.find("nodes add") != std::string::npos);
    BOOST_TEST(!s.environment().busy());
    BOOST_TEST(s.environment().queue.empty());
  });
}

BOOST_AUTO_TEST_CASE(an_environment_that_is_gone_fails_what_was_asked_of_it) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto d = s.ask({.environment = "nowhere", .commit = commit('a')});
    BOOST_TEST(s.status(d) == "failed");
    s.then({at(deployment_stream(d), deployment_failed{.reason = "there is no environment shop/nowhere"})});
  });
}

BOOST_AUTO_TEST_CASE(what_waits_is_cancelled_at_once) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto d = s.push('a');
    const auto build = release_stream(s.release_of(d));
    s.when({at(deployment_stream(d), cancel_requested{"asked by Ada"})});
    s.then({at("env-shop/production", deployment_dequeued{d, "cancelled"}),
            at(deployment_stream(d), deployment_cancelled{"cancelled while it waited"}),
            at(build, cancel_requested{"nobody waits for this build any more"})});
  });
}

BOOST_AUTO_TEST_CASE(what_runs_is_left_to_its_worker_to_cancel) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto d = s.push('a');
    s.build(d);
    s.when({at(deployment_stream(d), cancel_requested{"asked by Ada"})});
    s.then({});
    s.end(d, deployment_cancelled{"cancelled"});
    s.then({at("env-shop/production", environment_unlocked{d, "cancelled"})});
  });
}

BOOST_AUTO_TEST_CASE(an_answer_queues_the_same_run_again) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto d = s.push('a');
    s.build(d);
    const auto stream = deployment_stream(d);
    s.when({at(stream, run_claimed{run(3), "worker-1"}),
            at(stream, attention_needed{run(3), "after@node-1", "it may have happened"})});
    s.then({});
    BOOST_TEST(s.environment().locked_by == d);
    s.when({at(stream, attention_answered{"retry"})});
    s.then({at(stream, run_queued{run(3), "deploy"})});
    BOOST_TEST(s.runs.empty());
    BOOST_REQUIRE_EQUAL(s.requeued.size(), 1u);
    BOOST_TEST(s.requeued[0] == run(3));
  });
}

BOOST_AUTO_TEST_CASE(what_went_live_is_what_ran_though_the_spec_has_changed_meanwhile) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto d = s.push('a');
    s.build(d);
    s.when({applied(shop({{"production", production()}}, {{"test", {{"run", {{"make", "check"}}}}}})),
            node("node-3")});
    s.end(d, deployment_succeeded{"run"});
    BOOST_TEST(s.environment().current()->release == s.release_of(d));
    const std::vector<std::string> nodes{"node-1", "node-2"};  // those that the plan reached
    BOOST_TEST(s.environment().current()->nodes == nodes, boost::test_tools::per_element());
  });
}

BOOST_AUTO_TEST_CASE(environments_do_not_wait_for_each_other) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop({{"production", production()}, {"staging", production()}}));
    s.push('a');
    s.build(dep(1));
    BOOST_TEST(s.environment("production").busy());
    BOOST_TEST(s.environment("staging").busy());
    BOOST_TEST(s.runs.size() == 2u);
  });
}

BOOST_AUTO_TEST_SUITE_END()
