// Why a node runs what it runs, and how busy nodes are, over HTTP.
#include "core/environment/events.hpp"
#include "core/node/load.hpp"
#include "core/release/events.hpp"
#include "core/run/events.hpp"
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

const std::string a(40, 'a');
const std::string release = "rel_00000000-0000-8000-8000-000000000001";
const std::string place = "/api/v1/projects/shop/environments/production";

BOOST_FIXTURE_TEST_SUITE(why_over_http, api_server)

BOOST_AUTO_TEST_CASE(a_node_tells_its_chain_back_to_the_first_cause) {
  with_shop();
  BOOST_TEST(ask("GET " + place + "/why").body.at("nodes").at(0).at("state") == "nothing");
  const auto asked = ask("POST " + place + "/deployments", R"({"commit":")" + a + R"("})").text("deployment");
  append(release_stream(release), release_requested{.release = release, .project = "shop", .commit = a});
  append(release_stream(release), run_claimed{"run_1", "worker-7"});
  append(release_stream(release), release_built{.release = release, .project = "shop", .commit = a});
  append(environment_stream("shop", "production"), release_went_live{asked, release, a, {"node-1"}});
  const auto got = ask("GET " + place + "/why?node=node-1");
  BOOST_REQUIRE_EQUAL(got.status, 200);
  const auto& node = got.body.at("nodes").at(0);
  BOOST_TEST(node.at("state") == "live");
  BOOST_TEST(std::string(node.at("deployment").as_string()) == asked);
  const auto& chain = node.at("chain").as_array();
  BOOST_REQUIRE_EQUAL(chain.size(), 3u);
  BOOST_TEST(chain[0].at("text") == "went live on node-1");
  BOOST_TEST(chain[1].at("text") == "commit aaaaaaaa built by worker-7");
  BOOST_TEST(chain[2].at("text") == "deployment of aaaaaaaa to shop/production asked for by ada");
  append(environment_stream("shop", "production"),
         nodes_in_doubt{asked, release, a, "going back failed", {"node-1"}});
  const auto doubted = ask("GET " + place + "/why").body.at("nodes").at(0);
  BOOST_TEST(doubted.at("state") == "in_doubt");
  BOOST_TEST(doubted.at("maybe").at("reason") == "going back failed");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_not_found) {
  with_shop();
  BOOST_TEST(ask("GET " + place + "/why?node=node-9").status == 404);
  BOOST_TEST(ask("GET /api/v1/projects/shop/environments/nosuch/why").status == 404);
  BOOST_TEST(ask("GET /api/v1/projects/nosuch/environments/production/why").status == 404);
}

BOOST_AUTO_TEST_CASE(loads_are_those_that_were_told) {
  with_shop();
  inside([&] {
    loads.hear(json::serialize(codec::write(
        load_answer{.check = "load", .node = "node-1", .worker = "w", .load = {.load1 = 125, .cores = 4}})));
  });
  const auto got = ask("GET /api/v1/nodes/load");
  BOOST_REQUIRE_EQUAL(got.status, 200);
  BOOST_TEST(got.body.at("nodes").at("node-1").at("cores") == 4);
  BOOST_TEST(got.body.at("nodes").at("node-1").at("load1").as_double() == 1.25);
  BOOST_TEST(!got.body.at("nodes").at("node-1").as_object().contains("memory_total"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
