// Releases are built once, for all who wait for them.
#include "tests/core/gate/story.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {
json::object two_environments() { return {{"production", production()}, {"staging", production()}}; }
}  // namespace

BOOST_AUTO_TEST_SUITE(gate_on_builds)

BOOST_AUTO_TEST_CASE(a_release_is_built_once_for_several_environments) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop(two_environments()));
    s.push('a');
    BOOST_TEST(s.count(deployment_requested::type) == 2);
    BOOST_TEST(s.count(release_requested::type) == 1);
    BOOST_TEST(s.runs.size() == 1u);
    BOOST_TEST(s.release_of(dep(1)) == s.release_of(dep(2)));
  });
}

BOOST_AUTO_TEST_CASE(another_recipe_makes_another_release_of_the_same_commit) {
  const json::object one, other{{"test", {{"run", {{"make", "check"}}}}}};
  BOOST_TEST(release_id("shop", commit('a'), one) != release_id("shop", commit('a'), other));
  BOOST_TEST(release_id("shop", commit('a'), one) != release_id("shop", commit('b'), one));
  BOOST_TEST(release_id("shop", commit('a'), one) != release_id("shop2", commit('a'), one));
  BOOST_TEST(release_id("shop", commit('a'), one) == release_id("shop", commit('a'), one));
}

BOOST_AUTO_TEST_CASE(a_built_release_starts_without_another_build) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.deploy('a');
    s.deploy('b');
    const auto again = s.ask({.commit = commit('a')});
    BOOST_TEST(s.environment().locked_by == again);
    BOOST_TEST(s.count(release_requested::type) == 2);
    BOOST_TEST(s.runs.size() == 1u);
    BOOST_TEST(s.runs[0].kind == "deploy");
  });
}

BOOST_AUTO_TEST_CASE(a_build_is_told_what_is_live_and_what_is_on_its_way_in_every_environment) {
  at_every_pace([](gate_story& s) {
    auto environments = two_environments();
    environments["staging"].as_object()["deploy_on"] = json::object{{"push", "next"}};
    s.given(a_shop(std::move(environments)));
    const auto bases = [&](const std::string& deployment) {
      std::vector<std::string> out;
      for (const auto& event : s.log.stream(release_stream(s.release_of(deployment))))
        on<release_requested>(event, [&](const release_requested& e) { out = e.bases; });
      return out;
    };
    BOOST_TEST(bases(s.deploy('a')).empty());
    const auto next = s.push('n', "next");
    BOOST_TEST((bases(next) == std::vector{commit('a')}));
    s.build(next);  // it runs in staging now
    BOOST_TEST((bases(s.push('b')) == std::vector{commit('a'), commit('n')}));
  });
}

BOOST_AUTO_TEST_CASE(a_failed_build_ends_all_who_wait_for_it) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop(two_environments()));
    s.push('a');
    const auto release = s.release_of(dep(1));
    s.when({at(release_stream(release),
               release_build_failed{release, "test@worker", "test: 'npm' ended with 1"})});
    for (const auto& d : {dep(1), dep(2)}) {
      BOOST_TEST(s.status(d) == "failed");
      const auto why = decode<deployment_failed>(s.log.stream(deployment_stream(d)).back());
      BOOST_TEST(why->step == "test@worker");
      BOOST_TEST(why->reason == "test: 'npm' ended with 1");
      BOOST_TEST(!why->switched);
    }
    BOOST_TEST(s.environment("production").queue.empty());
    BOOST_TEST(s.environment("staging").queue.empty());
  });
}

BOOST_AUTO_TEST_CASE(a_release_that_failed_is_built_again_when_asked_for_again) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto d = s.push('a');
    const auto release = s.release_of(d);
    s.when({at(release_stream(release), release_build_failed{release, "fetch@worker", "no"})});
    const auto again = s.ask({.commit = commit('a'), .release = release});
    BOOST_TEST(s.count(release_requested::type) == 2);
    BOOST_TEST(s.runs.size() == 1u);
    s.build(again);
    BOOST_TEST(s.environment().locked_by == again);
  });
}

BOOST_AUTO_TEST_CASE(a_build_ends_with_the_last_one_who_waits_for_it) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop(two_environments()));
    s.push('a');
    const auto release = release_stream(s.release_of(dep(1)));
    s.when({at(deployment_stream(dep(1)), cancel_requested{"asked by admin"})});
    BOOST_TEST(s.status(dep(1)) == "cancelled");
    BOOST_TEST(s.log.stream(release).back().type != cancel_requested::type);
    s.when({at(deployment_stream(dep(2)), cancel_requested{"asked by admin"})});
    BOOST_TEST(s.log.stream(release).back().type == cancel_requested::type);
  });
}

BOOST_AUTO_TEST_CASE(who_comes_while_an_unwanted_build_ends_waits_for_another_one) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto d = s.push('a');
    const auto release = s.release_of(d);
    s.when({at(deployment_stream(d), cancel_requested{"asked by admin"})});
    const auto again = s.ask({.commit = commit('a')});
    BOOST_TEST(s.count(release_requested::type) == 1);
    s.when({at(release_stream(release), release_build_failed{release, "", "cancelled"})});
    BOOST_TEST(s.status(again) == "queued");
    BOOST_TEST(s.count(release_requested::type) == 2);
    BOOST_REQUIRE_EQUAL(s.runs.size(), 1u);
    BOOST_TEST(s.runs[0].kind == "build");
    s.build(again);
    BOOST_TEST(s.environment().locked_by == again);
  });
}

BOOST_AUTO_TEST_CASE(the_one_behind_a_failed_build_goes_on) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop({{"production", production({{"queue", "queue"}})}}));
    const auto a = s.push('a'), b = s.push('b');
    s.build(b);
    const auto release = s.release_of(a);
    s.when({at(release_stream(release), release_build_failed{release, "build@worker", "no"})});
    BOOST_TEST(s.environment().locked_by == b);
  });
}

BOOST_AUTO_TEST_CASE(a_release_whose_ref_has_moved_on_ends_all_who_wait_for_that_ref) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto d = s.push('a');
    const auto release = s.release_of(d);
    s.when({at(release_stream(release), release_superseded{release, commit('b')})});
    BOOST_TEST(s.status(d) == "superseded");
    const auto why = decode<deployment_superseded>(s.log.stream(deployment_stream(d)).back());
    BOOST_TEST(why->commit == commit('b'));
    BOOST_TEST(why->reason == "refs/heads/main has moved on to bbbbbbbb");
  });
}

BOOST_AUTO_TEST_CASE(the_head_that_a_build_found_is_deployed_though_its_own_push_came_first) {
  // GitHub promises no order: b is the head, its push was told before a's.
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto b = s.push('b');
    const auto a = s.push('a');
    BOOST_TEST(s.status(b) == "superseded");
    s.when({at(release_stream(s.release_of(a)), release_superseded{s.release_of(a), commit('b')})});
    BOOST_TEST(s.status(a) == "superseded");
    BOOST_REQUIRE_EQUAL(s.environment().queue.size(), 1u);
    const auto head = s.environment().queue[0].deployment;
    BOOST_TEST(s.environment().queue[0].commit == commit('b'));
    s.build(head);
    s.end(head, deployment_succeeded{"run"});
    BOOST_TEST(s.live_commit() == commit('b'));
  });
}

BOOST_AUTO_TEST_CASE(the_head_that_a_deployment_found_is_deployed_next) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop({{"production", production({{"queue", "refuse"}})}}));
    s.deploy('a');
    const auto b = s.push('b');
    s.build(b);
    s.push('c');  // refused: b runs
    s.end(b, deployment_superseded{commit('c'), "", "refs/heads/main has moved on to cccccccc"});
    BOOST_REQUIRE_EQUAL(s.environment().queue.size(), 1u);
    BOOST_TEST(s.environment().queue[0].commit == commit('c'));
    // But nobody asks twice for what is there.
    const auto c = s.environment().queue[0].deployment;
    s.build(c);
    s.end(c, deployment_superseded{commit('a'), "", "refs/heads/main has moved on to aaaaaaaa"});
    BOOST_TEST(s.environment().queue.empty());
    BOOST_TEST(!s.environment().busy());
  });
}

BOOST_AUTO_TEST_CASE(an_old_push_that_is_told_late_looks_at_its_ref_before_it_copies) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.deploy('a');
    s.deploy('b');
    const auto late = s.push('a');
    BOOST_TEST(s.environment().locked_by == late);  // built long ago
    BOOST_TEST(parse_plan(s.documents.at(0))->stages.front().name == "resolve");
    s.end(late, deployment_superseded{commit('b'), "", "refs/heads/main has moved on to bbbbbbbb"});
    BOOST_TEST(s.live_commit() == commit('b'));
    BOOST_TEST(!s.environment().busy());
    BOOST_TEST(s.environment().queue.empty());
    const auto by_hand = s.ask({.commit = commit('a')});
    BOOST_TEST(s.environment().locked_by == by_hand);
    BOOST_TEST(parse_plan(s.documents.at(0))->stages.front().name == "prepare");  // a person may
  });
}

BOOST_AUTO_TEST_CASE(what_a_person_asked_for_does_not_end_because_a_branch_moved_on) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop({{"production", production()}, {"by-hand", production({{"deploy_on", json::object{}}})}}));
    const auto pushed = s.push('a');
    const auto by_hand = s.ask({.environment = "by-hand", .commit = commit('a')});
    const auto release = s.release_of(pushed);
    BOOST_TEST(s.release_of(by_hand) == release);
    s.when({at(release_stream(release), release_superseded{release, commit('b')})});
    BOOST_TEST(s.status(pushed) == "superseded");
    BOOST_TEST(s.status(by_hand) == "queued");
    s.build(by_hand);
    BOOST_TEST(s.environment("by-hand").locked_by == by_hand);
  });
}

BOOST_AUTO_TEST_CASE(a_release_that_is_asked_for_again_is_built_by_the_recipe_that_it_is_named_after) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    const auto d = s.push('a');
    const auto release = s.release_of(d);
    s.when(
        {applied(shop({{"production", production()}}, {{"keep", 9}, {"shared", json::array{"uploads"}}}))});
    s.when({at(release_stream(release), release_build_failed{release, "test@worker", "no"})});
    s.ask({.commit = commit('a'), .release = release});
    std::vector<release_requested> asked;
    for (const auto& e : s.log.stream(release_stream(release)))
      on<release_requested>(e, [&](const auto& r) { asked.push_back(r); });
    BOOST_REQUIRE_EQUAL(asked.size(), 2u);
    BOOST_TEST((asked[1].recipe == asked[0].recipe));
    BOOST_TEST(asked[1].spec_digest == asked[0].spec_digest);
  });
}

BOOST_AUTO_TEST_CASE(a_release_built_for_another_ref_is_checked_against_the_own_one_before_it_is_copied) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop(
        {{"production", production({{"deploy_on", {{"push", "stable"}}}})}, {"staging", production()}}));
    const auto staged = s.push('a');
    s.build(staged);
    s.push('a', "stable");
    const auto made = parse_plan(s.documents.at(0));
    BOOST_TEST(made->stages.front().name == "resolve");
    BOOST_TEST(made->stages.front().steps.front().args.at("ref").as_string() == "refs/heads/stable");
  });
}

BOOST_AUTO_TEST_CASE(the_undo_plan_knows_the_release_that_is_live) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop({{"production", production()}}));
    const auto a = s.deploy('a');
    s.when({node("node-3")});
    const auto b = s.push('b');
    s.build(b);
    const auto deploy = parse_plan(s.documents.at(0)), undo = parse_plan(s.documents.at(1));
    BOOST_TEST(deploy->nodes.size() == 3u);
    BOOST_TEST(deploy->find("transfer@node-1")->args.at("previous").as_string() == s.release_of(a));
    BOOST_TEST(undo->find("undo-switch@node-1")->args.at("release").as_string() == s.release_of(a));
    BOOST_TEST(undo->find("undo-switch@node-3")->args.at("release").as_string() ==
               "");  // it has never had one
    const auto& protect = deploy->find("retain@node-1")->args.at("protect").as_array();
    BOOST_TEST((protect == json::array{s.release_of(a)}));
  });
}

BOOST_AUTO_TEST_CASE(the_undo_plan_goes_by_the_hooks_of_the_release_it_goes_back_to) {
  at_every_pace([](gate_story& s) {
    s.given(a_shop());
    s.deploy('a');
    const auto b = s.push('b');
    const auto release = s.release_of(b);
    s.when({at(release_stream(release),
               release_built{.release = release,
                             .project = "shop",
                             .commit = commit('b'),
                             .artifact = "x",
                             .manifest = "y",
                             .recipe = {{"hooks", {{"after", {{"bin/new-smoke"}}}}}}})});
    BOOST_TEST(parse_plan(s.documents.at(0))->find("after@node-1") != nullptr);
    BOOST_TEST(s.documents.at(1).find("bin/new-smoke") == std::string::npos);  // a's files hold no such hook
  });
}

BOOST_AUTO_TEST_SUITE_END()
