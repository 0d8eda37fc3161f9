// The column NODES of `eeveon status`.
#include "cli/health.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace eeveon::cli;
namespace json = boost::json;

namespace {

std::string told(const char* project, const char* more, bool live = true) {
  const auto nodes = json::parse(R"([
      {"name": "n1", "health": "up", "checks": {"demo/production": "up", "shop/production": "up"}},
      {"name": "n2", "health": "down", "checks": {"demo/production": "down"}},
      {"name": "n3", "health": "unknown"}])");
  auto environment = json::parse(more).as_object();
  environment["project"] = project, environment["name"] = "production";
  if (live) environment["current"] = {{"commit", "c"}};
  return health_text(environment, nodes.as_array());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(how_healthy_an_environment_is)

BOOST_AUTO_TEST_CASE(only_its_own_checks_count) {
  BOOST_TEST(told("demo", R"({"nodes": ["n1", "n2"]})") == "1/2");
  BOOST_TEST(told("shop", R"({"nodes": ["n1"]})") == "1/1");
  BOOST_TEST(told("shop", R"({"nodes": ["n2"]})") == "1 unknown");
}

BOOST_AUTO_TEST_CASE(what_nobody_has_looked_at_is_neither_healthy_nor_down) {
  BOOST_TEST(told("demo", R"({"nodes": ["n1", "n2", "n3"]})") == "1/3, 1 unknown");
  BOOST_TEST(told("shop", R"({"nodes": ["n2", "n3"]})") == "2 unknown");
  BOOST_TEST(told("shop", R"({"nodes": ["n1", "not-registered"]})") == "1/2, 1 unknown");
}

BOOST_AUTO_TEST_CASE(without_a_live_release_there_is_no_health) {
  BOOST_TEST(told("demo", R"({"nodes": ["n1", "n2"]})", false) == "2");
  BOOST_TEST(told("demo", "{}", false) == "0");
}

BOOST_AUTO_TEST_SUITE_END()
