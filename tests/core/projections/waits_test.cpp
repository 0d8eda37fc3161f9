// What a deployment waited for, stretch by stretch.
#include "core/projections/waits.hpp"

#include "core/deployment/events.hpp"
#include "core/environment/events.hpp"
#include "core/release/events.hpp"
#include "core/run/events.hpp"
#include "tests/support/spec.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {

const std::string place = environment_stream("shop", "production");

fact said(const auto& event) { return at("deployment-dep_1", event); }
fact built(const auto& event) { return at("release-rel_1", event); }
fact there(const auto& event) { return at(place, event); }
fact asked() {
  return said(deployment_requested{.deployment = "dep_1", .project = "shop", .environment = "production"});
}
fact enqueued(const std::string& id = "dep_1", const std::string& trigger = "manual") {
  return there(deployment_enqueued{id, "rel_" + id, "c", trigger});
}
plan a_plan(const std::string& kind, const std::string& step, int attempts) {
  return {kind, {}, {{step, {{.id = step, .action = "check", .target = "n", .attempts = attempts}}}}};
}

// "1-3 reason (for)" with the positions of the events it began and ended with, a second apart each.
std::vector<std::string> waits(const std::vector<fact>& facts, deployment_sources from = {}) {
  event_log log;
  for (const auto& f : facts) log.append(f, "gate");
  from.deployment = log.stream("deployment-dep_1");
  from.release = log.stream("release-rel_1");
  from.environment = log.stream(place);
  const auto number = [&](const json::value& at) {
    if (at.is_null()) return std::string();
    for (const auto& event : log.all())
      if (to_rfc3339(event.recorded_at) == at.as_string()) return std::to_string(event.position);
    return std::string("?");
  };
  std::vector<std::string> out;
  for (const auto& one : waits_view(from)) {
    const auto& whom = one.at("for");
    out.push_back(number(one.at("from")) + "-" + number(one.at("to")) + " " +
                  std::string(one.at("reason").as_string()) +
                  (whom.is_null() ? "" : " (" + std::string(whom.as_string()) + ")"));
  }
  return out;
}
using lines = std::vector<std::string>;

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(lines)

BOOST_AUTO_TEST_SUITE(waits_of_a_deployment)

BOOST_AUTO_TEST_CASE(behind_the_one_that_holds_the_environment) {
  const std::vector<fact> facts{there(environment_locked{"dep_0", "run_0", "rel_0", {}}), asked(),
                                enqueued()};
  BOOST_TEST((waits(facts) == lines{"3- waits for its turn: dep_0 is being deployed (dep_0)"}));
  auto more = facts;
  more.push_back(there(environment_unlocked{"dep_0", "succeeded"}));
  more.push_back(there(environment_locked{"dep_1", "run_1", "rel_1", {}}));
  BOOST_TEST((waits(more) == lines{"3-4 waits for its turn: dep_0 is being deployed (dep_0)"}));
}

BOOST_AUTO_TEST_CASE(behind_one_that_goes_first) {
  BOOST_TEST(
      (waits({enqueued("dep_0"), asked(), enqueued(), enqueued("dep_9", "rollback"),
              there(environment_locked{"dep_9", "r", "rel", {}}),
              there(environment_unlocked{"dep_9", "succeeded"}),
              there(deployment_dequeued{"dep_1", "cancelled"})}) ==
       lines{"3-4 waits for its turn behind dep_0 (dep_0)", "4-5 waits for its turn behind dep_9 (dep_9)",
             "5-6 waits for its turn: dep_9 is being deployed (dep_9)",
             "6-7 waits for its turn behind dep_0 (dep_0)"}));
}

BOOST_AUTO_TEST_CASE(for_a_worker_and_for_the_one_after_it) {
  BOOST_TEST((waits({asked(), said(run_queued{"r", "deploy"}), said(run_claimed{"r", "w1"}),
                     said(step_started{"r", "deploy", "copy", "copy@n", "n", 1}),
                     said(run_claimed{"r", "w2"}), said(run_interrupted{"r", "stopping"}),
                     said(run_claimed{"r", "w3"}), said(deployment_succeeded{"run"})}) ==
              lines{"2-3 waits for a worker", "4-5 its worker fell silent: waits until another takes over",
                    "6-7 its worker has stopped: waits for another"}));
}

BOOST_AUTO_TEST_CASE(for_a_build_of_its_own_only_until_a_worker_begins_it) {
  BOOST_TEST((waits({asked(), enqueued(), built(release_requested{.release = "rel_1"}),
                     built(run_queued{"b", "build"}), built(run_claimed{"b", "w"}),
                     built(step_started{"b", "build", "fetch", "fetch@worker", "worker", 1}),
                     built(release_built{.release = "rel_1"})}) ==
              lines{"4-5 waits for a worker to build its release"}));
}

BOOST_AUTO_TEST_CASE(for_a_build_that_another_asked_for) {
  deployment_sources shared;
  shared.build_of = "dep_0";
  std::vector<fact> facts{built(release_requested{.release = "rel_1"}), built(run_queued{"b", "build"}),
                          built(run_claimed{"b", "w"}), asked(), enqueued()};
  BOOST_TEST((waits(facts, shared) ==
              lines{"4- waits for the build of its release, which dep_0 asked for (dep_0)"}));
  facts.push_back(built(release_built{.release = "rel_1"}));
  BOOST_TEST((waits(facts, shared) ==
              lines{"4-6 waits for the build of its release, which dep_0 asked for (dep_0)"}));
  facts.back() = said(deployment_cancelled{"cancelled while it waited"});
  BOOST_TEST((waits(facts, shared) ==
              lines{"4-6 waits for the build of its release, which dep_0 asked for (dep_0)"}));
}

BOOST_AUTO_TEST_CASE(between_two_attempts) {
  deployment_sources planned;
  planned.deploy = a_plan("deploy", "check@n", 2);
  std::vector<fact> facts{asked(), said(run_claimed{"r", "w"}),
                          said(step_started{"r", "deploy", "check", "check@n", "n", 1}),
                          said(step_failed{"r", "deploy", "check@n", 1, 5, "503", false})};
  BOOST_TEST((waits(facts, planned) == lines{"4- waits before attempt 2 of check@n: 503"}));
  facts.push_back(said(step_started{"r", "deploy", "check", "check@n", "n", 2}));
  facts.push_back(said(step_failed{"r", "deploy", "check@n", 2, 5, "503", false}));
  // It was the last one, so nobody waits for another.
  BOOST_TEST((waits(facts, planned) == lines{"4-5 waits before attempt 2 of check@n: 503"}));
  facts.push_back(said(undo_started{"r", "check@n", "503"}));
  facts.push_back(said(deployment_rolled_back{"check@n", "503"}));
  BOOST_TEST((waits(facts, planned) == lines{"4-5 waits before attempt 2 of check@n: 503"}));
  facts.resize(4);
  facts.back() = said(step_failed{"r", "deploy", "check@n", 1, 5, "never", true});
  BOOST_TEST(waits(facts, planned).empty());
}

BOOST_AUTO_TEST_CASE(for_a_person) {
  std::vector<fact> facts{asked(), said(run_claimed{"r", "w"}),
                          said(attention_needed{"r", "after@n", "it may have happened"})};
  BOOST_TEST((waits(facts) == lines{"3- waits for a person: it may have happened"}));
  facts.push_back(said(attention_answered{"retry"}));
  facts.push_back(said(run_queued{"r", "deploy"}));
  facts.push_back(said(run_claimed{"r", "w"}));
  BOOST_TEST(
      (waits(facts) == lines{"3-4 waits for a person: it may have happened", "5-6 waits for a worker"}));
}

BOOST_AUTO_TEST_SUITE_END()
