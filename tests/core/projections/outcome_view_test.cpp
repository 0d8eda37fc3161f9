// What an environment's row says of how the last deployment ended, wherever on its way it has.
#include "core/environment/events.hpp"
#include "tests/core/projections/view_story.hpp"

using namespace eeveon;
using namespace eeveon::test;
using namespace eeveon::spec;

namespace {

fact ended(const std::string& id, const auto& how) { return at(deployment_stream(id), how); }
fact not_built(const std::string& id) { return ended(id, deployment_failed{"build@worker", "no", false}); }
std::vector<fact> waits(const std::string& id, const std::string& commit) {
  return {requested(id, commit), at(production, deployment_enqueued{id, "rel_" + id, commit, "push"})};
}
fact locked(const std::string& id) {
  return at(production, environment_locked{.deployment = id, .run = "run_" + id});
}
fact unlocked(const std::string& id, const std::string& outcome) {
  return at(production, environment_unlocked{id, outcome});
}

struct day : view_story {
  day() { given({applied(), node_in("node-1")}); }
  void goes_live(const std::string& id, const std::string& commit) {
    given(waits(id, commit)).given({locked(id), ended(id, deployment_succeeded{"run"})});
    given({unlocked(id, "succeeded"), went_live(id, "rel_" + id, commit)});
  }
  const environment_row& row() const { return fold.environments().at("shop/production"); }
  std::string outcomes() const {
    std::string out;
    for (const auto& [deployment, status] : row().outcomes) out += deployment + " " + status + "; ";
    return out;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(how_the_last_deployment_ended, day)

BOOST_AUTO_TEST_CASE(a_failed_build_is_told_beside_what_stays_live) {
  goes_live("dep_1", a);
  given(waits("dep_2", b)).given({at(production, deployment_dequeued{"dep_2", "not built"})});
  given({not_built("dep_2")});
  environment(
      R"({"last_status":"failed","last_deployment":"dep_2","current":{"deployment":"dep_1","commit":")" + a +
      R"("}})");
  BOOST_TEST(outcomes() == "dep_1 succeeded; dep_2 failed; ");
}

BOOST_AUTO_TEST_CASE(a_project_whose_every_build_failed_says_so) {
  given(waits("dep_1", a)).given({not_built("dep_1")}).given(waits("dep_2", b)).given({not_built("dep_2")});
  environment(R"({"last_status":"failed","last_deployment":"dep_2"})");
  BOOST_TEST(outcomes() == "dep_1 failed; dep_2 failed; ");
  const auto changed = fold.take_changed();
  const auto told = std::ranges::find(changed, row_key{"environment", "shop/production"}, &changed_row::id);
  BOOST_REQUIRE(told != changed.end());
  BOOST_TEST(told->status == "failed");
  BOOST_TEST(told->position == std::ssize(log.all()));
}

BOOST_AUTO_TEST_CASE(what_was_cancelled_while_it_waited_or_refused_is_told) {
  given(waits("dep_1", a)).given({ended("dep_1", deployment_cancelled{"cancelled while it waited"})});
  environment(R"({"last_status":"cancelled","last_deployment":"dep_1"})");
  given({requested("dep_2", b), ended("dep_2", deployment_cancelled{"another one runs"})});
  environment(R"({"last_status":"cancelled","last_deployment":"dep_2"})");
}

BOOST_AUTO_TEST_CASE(what_a_newer_one_follows_is_no_outcome) {
  goes_live("dep_1", a);
  given(waits("dep_2", b)).given({ended("dep_2", deployment_superseded{c, "dep_3", "newer"})});
  environment(R"({"last_status":"succeeded","last_deployment":"dep_1"})");
  given(waits("dep_3", b)).given({locked("dep_3"), ended("dep_3", deployment_superseded{c, "", "newer"})});
  given({unlocked("dep_3", "superseded")});
  environment(R"({"last_status":"succeeded","last_deployment":"dep_1"})");
  BOOST_TEST(outcomes() == "dep_1 succeeded; ");
  BOOST_TEST(!row().lock.has_value());
}

BOOST_AUTO_TEST_CASE(what_had_the_lock_is_told_once_and_when_it_gives_it_back) {
  given(waits("dep_1", a))
      .given({locked("dep_1"), ended("dep_1", deployment_rolled_back{"s", "not healthy"})});
  BOOST_TEST(row().last_status == "");
  given({unlocked("dep_1", "rolled_back")});
  BOOST_TEST(outcomes() == "dep_1 rolled_back; ");
}

BOOST_AUTO_TEST_CASE(a_build_that_fails_during_a_deployment_is_not_hidden_by_its_success) {
  given(waits("dep_1", a)).given({locked("dep_1")}).given(waits("dep_2", b)).given({not_built("dep_2")});
  environment(R"({"lock":{"deployment":"dep_1"},"last_status":"failed","last_deployment":"dep_2"})");
  given({ended("dep_1", deployment_succeeded{"run"}), unlocked("dep_1", "succeeded"),
         went_live("dep_1", "rel_1", a)});
  environment(R"({"last_status":"failed","last_deployment":"dep_2","current":{"deployment":"dep_1"}})");
  BOOST_TEST(outcomes() == "dep_1 succeeded; dep_2 failed; ");
  goes_live("dep_3", c);
  environment(R"({"last_status":"succeeded","last_deployment":"dep_3"})");

  given(waits("dep_4", a)).given({locked("dep_4")}).given(waits("dep_5", b)).given({not_built("dep_5")});
  given({unlocked("dep_4", "rolled_back")});
  environment(R"({"last_status":"rolled_back","last_deployment":"dep_4"})");  // what it did hurts more
}

BOOST_AUTO_TEST_CASE(an_end_is_told_by_a_server_that_has_just_started) {
  goes_live("dep_1", a);
  given(waits("dep_2", b));
  views again;
  for (const auto& row : fold.take_changed())
    if (row.id.kind != "deployment") again.load(row.id, row.body);
  for (const auto& e : log.all()) again.known().apply(e);
  const auto end = log.append(not_built("dep_2"), "gate");
  for (const auto& id : again.wants(end))
    if (id.kind == "deployment") again.load(id, json::serialize(to_row_json(fold.deployments().at(id.key))));
  again.apply(end);
  fold.apply(end);
  BOOST_TEST(to_row_json(again.environments().at("shop/production")) == to_row_json(row()));
  BOOST_TEST(row().last_status == "failed");
}

BOOST_AUTO_TEST_CASE(an_environment_that_there_is_not_gets_no_row) {
  given({at(deployment_stream("dep_1"),
            deployment_requested{.deployment = "dep_1", .project = "shop", .environment = "nowhere"}),
         ended("dep_1", deployment_failed{"", "there is no environment shop/nowhere", false})});
  BOOST_TEST(!fold.environments().contains("shop/nowhere"));
}

BOOST_AUTO_TEST_SUITE_END()
