// Handing in a spec: what it would change, what changed, what is missing, and every mistake at once.
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

const std::string dry = "PUT /api/v1/projects/shop?dry_run=true", wet = "PUT /api/v1/projects/shop";

std::string warnings(const api_answer& answer) {
  std::string out;
  for (const auto& one : answer.body.at("warnings").get_array())
    out +=
        std::string(one.at("field").get_string()) + ": " + std::string(one.at("detail").get_string()) + "\n";
  return out;
}

BOOST_FIXTURE_TEST_SUITE(applying_over_http, api_server)

BOOST_AUTO_TEST_CASE(a_dry_run_says_what_would_change_and_changes_nothing) {
  auto got = ask(dry, spec());
  BOOST_TEST(got.status == 200);
  BOOST_TEST(got.text("result") == "created");
  BOOST_TEST(got.text("dry_run") == "true");
  BOOST_TEST(events_so_far() == 0u);
  BOOST_TEST(ask("GET /api/v1/projects/shop").status == 404);
  BOOST_TEST(warnings(got).starts_with("environments.production.nodes: there is no node node-1 yet"));

  with_shop();
  const auto before = events_so_far();
  got = ask(dry, spec());
  BOOST_TEST(got.text("result") == "unchanged");
  got = ask(dry, spec("refuse"));
  BOOST_TEST(got.text("result") == "changed");
  BOOST_TEST(got.text("changes") ==
             R"([{"field":"environments.production.queue","before":"supersede","after":"refuse"}])");
  BOOST_TEST(events_so_far() == before);
  BOOST_TEST(ask(wet, spec("refuse")).text("result") == "changed");
  BOOST_TEST(events_so_far() == before + 1);
  BOOST_TEST(ask("PUT /api/v1/projects/shop?dry_run=perhaps", spec()).status == 400);
  BOOST_TEST(ask("PUT /api/v1/projects/shop?dry_run=false&dry_run=true", spec()).status == 400);
}

BOOST_AUTO_TEST_CASE(what_no_node_answers_to_is_warned_of) {
  const auto got = ask(
      wet,
      R"({"project":"shop","repository":"https://example.org/shop.git","environments":{"production":{"nodes":{"group":"web"}}}})");
  BOOST_TEST(got.status == 200);
  BOOST_TEST(got.text("result") == "created");
  BOOST_TEST(warnings(got).find("no node is in the group web yet") != std::string::npos);
  ask("POST /api/v1/nodes", R"({"name":"web-1","kind":"local","root":"/srv","groups":["web"]})");
  const auto again = ask(
      wet,
      R"({"project":"shop","repository":"https://example.org/shop.git","environments":{"production":{"nodes":{"group":"web"}}}})");
  BOOST_TEST(again.text("result") == "unchanged");
  BOOST_TEST(warnings(again).empty());
}

BOOST_AUTO_TEST_CASE(a_dry_run_asks_the_repository) {
  with_shop();
  programs.prints = std::string(40, 'a') + "\trefs/heads/main\n";
  const auto watching = [](const std::string& branch) {
    return R"({"project":"shop","repository":"https://example.org/shop.git","environments":{"production":{"nodes":{"names":["node-1"]},"deploy_on":{"push":")" +
           branch + R"("}}}})";
  };
  BOOST_TEST(warnings(ask(dry, watching("main"))).empty());
  BOOST_TEST(warnings(ask(dry, watching("mian"))) ==
             "environments.production.deploy_on.push: the repository has no refs/heads/mian yet\n");
}

BOOST_AUTO_TEST_CASE(every_mistake_is_told_with_its_field) {
  const auto got =
      ask(wet, R"({"project":"shop","repository":"x","keep":0,"environments":{"p":{"queue":"never"}}})");
  BOOST_TEST(got.status == 400);
  BOOST_TEST(got.text("field") == "repository");
  std::string fields;
  for (const auto& one : got.body.at("errors").get_array())
    fields += std::string(one.at("field").get_string()) + " ";
  BOOST_TEST(fields == "repository keep environments.p.nodes environments.p.queue ");
  BOOST_TEST(events_so_far() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
