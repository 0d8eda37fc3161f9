// Why a node runs what it runs, by what its environment's stream says.
#include "core/projections/why.hpp"

#include "core/deployment/events.hpp"
#include "core/environment/events.hpp"
#include "core/release/events.hpp"
#include "core/repository/events.hpp"
#include "tests/support/spec.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {

const std::string place = environment_stream("shop", "production");

std::vector<node_story> stories(const std::vector<fact>& facts) {
  event_log log;
  for (const auto& f : facts) log.append(f);
  return node_stories(log.stream(place), {"node-1", "node-2"});
}
fact live(const std::string& deployment, std::vector<std::string> nodes) {
  return at(place, release_went_live{deployment, "rel_" + deployment, "c", std::move(nodes)});
}
fact doubted(std::vector<std::string> nodes) {
  return at(place, nodes_in_doubt{"dep_9", "rel_9", "c9", "going back failed", std::move(nodes)});
}
template <class Event>
std::string told(const Event& event, const std::string& worker = {}, const std::string& delivery = {}) {
  event_log log;
  auto one = log.append(at("s", event), "admin");
  one.delivery = delivery;
  return told_link(one, worker);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(why_a_node_runs_this)

BOOST_AUTO_TEST_CASE(a_node_that_was_left_out_is_behind) {
  const auto got = stories({live("dep_1", {"node-1", "node-2"}), live("dep_2", {"node-1"})});
  BOOST_TEST(got[0].runs->deployment == "dep_2");
  BOOST_TEST(!got[0].behind);
  BOOST_TEST(got[1].runs->deployment == "dep_1");
  BOOST_TEST(got[1].runs->position == 1);
  BOOST_TEST(got[1].behind);
}

BOOST_AUTO_TEST_CASE(a_node_that_nothing_went_live_on_runs_nothing) {
  BOOST_TEST(!stories({})[0].runs);
  BOOST_TEST(!stories({})[0].behind);
  const auto got = stories({live("dep_1", {"node-1"})});
  BOOST_TEST(!got[1].runs);
  BOOST_TEST(got[1].behind);
}

BOOST_AUTO_TEST_CASE(a_node_in_doubt_has_two_stories_until_a_deployment_settles_it) {
  std::vector<fact> facts{live("dep_1", {"node-1", "node-2"}), doubted({"node-1"})};
  auto got = stories(facts);
  BOOST_TEST(got[0].runs->deployment == "dep_1");
  BOOST_TEST(got[0].maybe->commit == "c9");
  BOOST_TEST(got[0].maybe->reason == "going back failed");
  BOOST_TEST(!got[1].maybe);
  auto settled = facts;
  settled.push_back(at(place, doubt_settled{"dep_3", {"node-1"}}));
  BOOST_TEST(!stories(settled)[0].maybe);
  facts.push_back(live("dep_3", {"node-1"}));
  BOOST_TEST(!stories(facts)[0].maybe);
  BOOST_TEST(stories(facts)[0].runs->deployment == "dep_3");
}

BOOST_AUTO_TEST_CASE(each_link_is_a_sentence) {
  push_received push{
      .ref = "refs/heads/main", .after = std::string(40, 'a'), .author = "Ada", .pusher = "octocat"};
  BOOST_TEST(told(push, "", "github/default/7f3a") == "push to main by octocat (delivery 7f3a)");
  push.pusher.clear();
  BOOST_TEST(told(push) == "push to main by Ada");
  push.repository.provider = "poll";
  BOOST_TEST(told(push) == "main was found at aaaaaaaa when the repository was looked at");
  deployment_requested asked{.project = "shop",
                             .environment = "production",
                             .commit = std::string(40, 'a'),
                             .ref = "refs/heads/main",
                             .trigger = "push"};
  BOOST_TEST(told(asked) == "deployment of aaaaaaaa to shop/production requested, which follows main");
  asked.trigger = "manual";
  BOOST_TEST(told(asked) == "deployment of aaaaaaaa to shop/production asked for by admin");
  asked.trigger = "rollback", asked.rollback_of = "dep_2";
  BOOST_TEST(told(asked) ==
             "going back to aaaaaaaa in shop/production asked for by admin, which takes back dep_2");
  BOOST_TEST(told(release_built{.commit = std::string(40, 'b')}, "worker-1") ==
             "commit bbbbbbbb built by worker-1");
  BOOST_TEST(told(release_went_live{"d", "r", "c", {"node-1", "node-2"}}) == "went live on node-1, node-2");
  BOOST_TEST(told(release_announced{.tag = "v1", .author = "Ada"}) == "release v1 published by Ada");
  BOOST_TEST(told(deployment_succeeded{}) == "deployment succeeded");
}

BOOST_AUTO_TEST_CASE(a_chain_is_told_once_and_the_latest_first) {
  event_log log;
  log.append(at("s", push_received{.ref = "refs/heads/main", .pusher = "octocat"}));
  log.append(at("s", deployment_requested{.trigger = "push"}));
  const auto& all = log.all();
  const auto chain = chain_view({all[0], all[1], all[0]}, "");
  BOOST_REQUIRE_EQUAL(chain.size(), 2u);
  BOOST_TEST(chain[0].at("position").as_int64() == 2);
  BOOST_TEST(std::string(chain[1].at("text").as_string()) == "push to main by octocat");
}

BOOST_AUTO_TEST_SUITE_END()
