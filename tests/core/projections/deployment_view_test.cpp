// One deployment in full, as its page shows it.
#include "core/projections/deployment_view.hpp"

#include "core/deployment/events.hpp"
#include "core/release/events.hpp"
#include "core/run/events.hpp"
#include "tests/support/golden.hpp"
#include "tests/support/spec.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {
deployment_sources sources(const std::vector<fact>& facts) {
  event_log log;
  deployment_sources out;
  for (const auto& f : facts) log.append(f, "gate");
  out.deployment = log.stream("deployment-dep_1");
  out.release = log.stream("release-rel_1");
  return out;
}
fact said(const auto& event) { return at("deployment-dep_1", event); }
fact built(const auto& event) { return at("release-rel_1", event); }
fact asked() {
  return said(deployment_requested{.deployment = "dep_1",
                                   .project = "shop",
                                   .environment = "production",
                                   .commit = std::string(40, 'a'),
                                   .ref = "refs/heads/main",
                                   .trigger = "push"});
}
json::object actions_after(const std::vector<fact>& facts) {
  auto all = facts;
  all.insert(all.begin(), asked());
  return deployment_view(sources(all)).at("actions").as_object();
}
json::object can(bool cancel, bool retry, bool mark_done, bool rollback) {
  return {{"cancel", cancel}, {"retry", retry}, {"mark_done", mark_done}, {"rollback", rollback}};
}
}  // namespace

BOOST_AUTO_TEST_SUITE(the_page_of_a_deployment)

BOOST_AUTO_TEST_CASE(a_whole_story_is_this_page) {
  auto from = sources(
      {asked(),
       built(release_requested{.release = "rel_1", .project = "shop", .commit = std::string(40, 'a')}),
       built(run_queued{"run_1", "build"}), built(run_claimed{"run_1", "worker-1"}),
       built(step_started{"run_1", "build", "fetch", "fetch@worker", "worker", 1}),
       built(step_failed{"run_1", "build", "fetch@worker", 1, 40, "git: away", false}),
       built(step_started{"run_1", "build", "fetch", "fetch@worker", "worker", 2}),
       built(step_succeeded{"run_1", "build", "fetch@worker", 2, 50, {}}),
       built(release_built{.release = "rel_1", .project = "shop", .commit = std::string(40, 'a')}),
       said(deployment_planned{"p", "u", "m"}), said(run_queued{"run_2", "deploy"}),
       said(run_claimed{"run_2", "worker-1"}),
       said(step_started{"run_2", "deploy", "after", "after@node-1", "node-1", 1}),
       said(run_claimed{"run_2", "worker-2"}),
       said(step_unknown{"run_2", "deploy", "after@node-1", "it may have happened", 1}),
       said(attention_needed{"run_2", "after@node-1", "it may have happened"})});
  from.build =
      plan{"build", {}, {{"fetch", {{.id = "fetch@worker", .action = "fetch", .target = "worker"}}}}};
  from.deploy =
      plan{"deploy", {}, {{"after", {{.id = "after@node-1", .action = "hook", .target = "node-1"}}}}};
  from.plan_digest = "p";
  check_golden("deployment_page.json", deployment_view(from));
}

BOOST_AUTO_TEST_CASE(a_check_that_only_warns_is_marked) {
  auto from = sources({asked(), said(run_claimed{"r", "w"}),
                       said(step_started{"r", "deploy", "check-before", "check-before@n", "n", 1}),
                       said(step_failed{"r", "deploy", "check-before@n", 1, 5, "not healthy", false}),
                       said(step_started{"r", "deploy", "switch", "switch@n", "n", 1})});
  plan planned{"deploy", {}, {}};
  planned.stages.push_back({"check-before", {{.id = "check-before@n", .action = "check", .target = "n"}}});
  planned.stages.front().steps.front().optional = true;
  planned.stages.push_back({"switch", {{.id = "switch@n", .action = "switch", .target = "n"}}});
  from.deploy = planned;
  const auto view = deployment_view(from);
  BOOST_TEST(view.at("steps").at(0).at("optional").as_bool());
  BOOST_TEST(!view.at("steps").at(1).as_object().contains("optional"));
}

BOOST_AUTO_TEST_CASE(a_message_that_only_the_build_has_found_is_told) {
  auto from = sources({asked()});
  from.message = "Fix it", from.author = "Ann";
  BOOST_TEST(deployment_view(from).at("message").as_string() == "Fix it");
  BOOST_TEST(deployment_view(from).at("author").as_string() == "Ann");
  from =
      sources({said(deployment_requested{.deployment = "dep_1", .message = "Version 2", .author = "Bob"})});
  from.message = "Fix it", from.author = "Ann";
  BOOST_TEST(deployment_view(from).at("message").as_string() == "Version 2");
  BOOST_TEST(deployment_view(from).at("author").as_string() == "Bob");
}

BOOST_AUTO_TEST_CASE(what_waits_for_its_release_says_so) {
  const auto reason = [](const std::vector<fact>& more) {
    std::vector<fact> facts{asked(), built(release_requested{.release = "rel_1"}),
                            built(run_queued{"run_1", "build"})};
    facts.insert(facts.end(), more.begin(), more.end());
    const auto view = deployment_view(sources(facts));
    const auto* told = view.if_contains("reason");
    return told ? std::string(told->as_string()) : std::string{};
  };
  BOOST_TEST(reason({}) == "its release waits for a worker to build it");
  BOOST_TEST(reason({built(run_claimed{"run_1", "worker-1"})}) == "its release is being built");
  BOOST_TEST(reason({built(run_claimed{"run_1", "worker-1"}), built(release_built{.release = "rel_1"})}) ==
             "");
  BOOST_TEST(reason({said(deployment_cancelled{"not wanted"})}) == "not wanted");
  BOOST_TEST(reason({said(run_claimed{"run_2", "worker-1"})}) == "");
}

BOOST_AUTO_TEST_CASE(nothing_is_nothing) { BOOST_TEST(deployment_view({}).empty()); }

BOOST_AUTO_TEST_CASE(what_may_be_done_depends_on_where_it_stands) {
  BOOST_TEST((actions_after({}) == can(true, false, false, false)));
  BOOST_TEST((actions_after({said(run_claimed{"r", "w"})}) == can(true, false, false, false)));
  BOOST_TEST((actions_after({said(attention_needed{"r", "s", "why"})}) == can(true, true, true, false)));
  BOOST_TEST((actions_after({said(deployment_succeeded{"run"})}) == can(false, false, false, true)));
  BOOST_TEST((actions_after({said(deployment_succeeded{"run"}), said(deployment_taken_back{"dep_2"})}) ==
              can(false, false, false, false)));
  for (const auto& end : {said(deployment_failed{"s", "r", false}), said(deployment_rolled_back{"s", "r"}),
                          said(deployment_cancelled{"r"}), said(deployment_superseded{"c", "", "r"})})
    BOOST_TEST((actions_after({end}) == can(false, true, false, false)));
}

BOOST_AUTO_TEST_CASE(steps_that_were_cut_off_are_told_as_interrupted) {
  for (const auto& cut : {said(run_claimed{"r", "w2"}), said(run_interrupted{"r", "stopping"})}) {
    const auto view = deployment_view(
        sources({asked(), said(run_claimed{"r", "w"}),
                 said(step_started{"r", "deploy", "copy", "copy@node-1", "node-1", 1}), cut}));
    BOOST_TEST(view.at("steps").at(0).at("state").as_string() == "interrupted");
    BOOST_TEST(view.at("steps").at(0).as_object().contains("finished_at"));
  }
}

BOOST_AUTO_TEST_CASE(steps_that_a_cancel_ends_do_not_run_for_ever) {
  const auto step_of = [](const std::vector<fact>& facts) {
    return deployment_view(sources(facts)).at("steps").at(0).as_object();
  };
  for (const auto& [end, reason] : std::vector<std::pair<fact, std::string_view>>{
           {said(undo_started{"r", "", "cancelled", true}), "cancelled"},
           {said(deployment_cancelled{"cancelled"}), "cancelled"},
           {said(deployment_failed{"s", "r", false}), ""}}) {
    const auto step = step_of({asked(), said(run_claimed{"r", "w"}),
                               said(step_started{"r", "deploy", "copy", "copy@node-1", "node-1", 1}), end});
    BOOST_TEST(step.at("state").as_string() == "interrupted");
    const auto* said_why = step.if_contains("reason");
    BOOST_TEST((said_why ? std::string_view(said_why->get_string()) : "") == reason);
    BOOST_TEST(!step.at("finished_at").as_string().empty());
  }
  const auto build = step_of(
      {asked(),
       built(release_requested{.release = "rel_1", .project = "shop", .commit = std::string(40, 'a')}),
       built(run_claimed{"r", "w"}), built(step_started{"r", "build", "build", "build@worker", "worker", 1}),
       said(deployment_cancelled{"cancelled"}), built(release_build_failed{"rel_1", "", "cancelled"})});
  BOOST_TEST(build.at("state").as_string() == "interrupted");
  BOOST_TEST(build.at("reason").as_string() == "cancelled");
}

BOOST_AUTO_TEST_SUITE_END()
