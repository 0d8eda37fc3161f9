// What was found out about nodes, each environment's apart.
#include "core/environment/events.hpp"
#include "tests/core/projections/view_story.hpp"

using namespace eeveon;
using namespace eeveon::test;
using namespace eeveon::spec;

namespace {

fact project(const std::string& name, const char* health) {
  return at(
      "project-" + name,
      project_applied{
          name, json::parse(R"({"project":")" + name + R"(","repository":"https://a/b/)" + name +
                            R"(","environments":{"production":{"nodes":{"group":"web"})" + health + "}}}")
                    .as_object()});
}
fact found(const char* node, const char* project, const char* health, const char* detail = "") {
  return at(node_stream(node), node_health_changed{node, project, "production", health, detail});
}
constexpr const char* checked = R"(,"health":{"http":"http://{node}:80/"})";

}  // namespace

BOOST_AUTO_TEST_SUITE(health_of_nodes)

BOOST_AUTO_TEST_CASE(each_environment_has_its_own) {
  view_story s;
  s.given({project("demo", checked), project("shop", checked), project("docs", ""), node_in("node-1")});
  s.given({found("node-1", "demo", "down", "refused"), found("node-1", "shop", "up")})
      .node("node-1", R"({"health":"down","health_detail":"refused",
        "checks":{"demo/production":"down","shop/production":"up"},"details":{"demo/production":"refused"}})");
  BOOST_TEST(!s.fold.nodes().at("node-1").checks.contains("docs/production"));
}

BOOST_AUTO_TEST_CASE(what_is_down_elsewhere_keeps_its_own_reason) {
  view_story s;
  s.given({project("demo", checked), project("shop", checked), node_in("node-1")});
  s.given({found("node-1", "demo", "down", "refused"), found("node-1", "shop", "down", "too late"),
           found("node-1", "shop", "up")})
      .node("node-1", R"({"health":"down","health_detail":"refused"})");
  s.given({found("node-1", "demo", "up")});
  BOOST_TEST(s.fold.nodes().at("node-1").health == "up");
  BOOST_TEST(s.fold.nodes().at("node-1").health_detail == "");
  BOOST_TEST(s.fold.nodes().at("node-1").details.empty());
}

BOOST_AUTO_TEST_CASE(what_is_checked_no_longer_is_unknown) {
  view_story s;
  s.given({project("demo", checked), node_in("node-1"), found("node-1", "demo", "down", "refused")});
  for (const auto* health : {checked, R"(,"health":{"command":{"run":[["bin/check"]]}})"})
    s.given({project("demo", health)}).node("node-1", R"({"health":"down"})");
  s.given({project("demo", "")}).node("node-1", R"({"health":"unknown"})");
  BOOST_TEST(s.fold.nodes().at("node-1").checks.empty());
  BOOST_TEST(s.fold.nodes().at("node-1").health_detail == "");
}

BOOST_AUTO_TEST_CASE(a_row_stored_without_details_keeps_what_it_says) {
  view_story s;
  s.given({project("demo", checked), project("shop", checked), node_in("node-1")});
  s.fold.load({"node", "node-1"}, R"({"name":"node-1","kind":"local","groups":["web"],"health":"down",
      "health_detail":"refused","checks":{"demo/production":"down"}})");
  s.given({found("node-1", "shop", "up")})
      .node("node-1", R"({"health":"down","health_detail":"refused","checks":{"demo/production":"down"}})");
}

BOOST_AUTO_TEST_SUITE_END()
