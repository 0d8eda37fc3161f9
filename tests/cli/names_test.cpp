// Names that people mistype and ids that they cut short.
#include <boost/test/unit_test.hpp>

#include "cli/exit_code.hpp"
#include "cli/known.hpp"
#include "cli/print.hpp"
#include "cli/whole.hpp"
#include "tests/cli/caught_stderr.hpp"
#include "tests/cli/fake_api.hpp"

using namespace eeveon;
using namespace eeveon::cli;

namespace {

const std::string projects =
    R"({"projects":[{"name":"shop","environments":["production","staging"]},{"name":"docs","environments":["live"]}]})";
const std::string a = "aaaa000000000000000000000000000000000001",
                  b = "aaaa111111111111111111111111111111111111",
                  c = "cccc000000000000000000000000000000000001";
const std::string one = "rel_11110000-0000-8000-8000-000000000001",
                  two = "rel_11112222-0000-8000-8000-000000000002";

api shop() {
  const auto release = [](const std::string& id, const std::string& commit) {
    return R"({"id":")" + id + R"(","commit":")" + commit + R"(","message":"Fix it"})";
  };
  return test::prepared_api(
      {{"/api/v1/projects", projects},
       {"/api/v1/releases?project=shop&limit=500",
        R"({"releases":[)" + release(one, a) + "," + release(two, b) + R"(],"next":null})"},
       {"/api/v1/projects/shop/refs", R"({"refs":[{"ref":"refs/heads/main","commit":")" + c + R"("}]})"}});
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(names_and_short_ids)

BOOST_AUTO_TEST_CASE(an_unknown_name_is_repeated_with_what_was_meant) {
  BOOST_TEST(unknown("node", "wep-1", {"web-1", "db-1"}).detail ==
             "there is no node wep-1; did you mean web-1?");
  BOOST_TEST(unknown("node", "x", {"web-1", "db-1"}).detail == "there is no node x; there is: web-1, db-1");
  BOOST_TEST(unknown("project", "x", {}).detail == "there is no project x, and no other yet");
  BOOST_TEST(unknown("node", "a\033[2J", {}).detail == "there is no node a [2J, and no other yet");
  BOOST_TEST(exit_code_of(unknown("node", "x", {})) == error);
}

BOOST_AUTO_TEST_CASE(a_place_is_looked_for_project_first) {
  auto server = shop();
  BOOST_TEST(check_place(server, "", "").has_value());
  BOOST_TEST(check_place(server, "shop", "").has_value());
  BOOST_TEST(check_place(server, "shop", "staging").has_value());
  BOOST_TEST(has(check_place(server, "shp", "").error().detail, "did you mean shop?"));
  BOOST_TEST(has(check_place(server, "shop", "stagin").error().detail, "did you mean staging?"));
  BOOST_TEST(has(check_place(server, "docs", "x").error().detail, "there is: live"));
}

BOOST_AUTO_TEST_CASE(who_still_goes_to_a_removed_node_is_told) {
  BOOST_TEST(warnings_of_removal(json::parse(R"({"name":"web-1","still_reached_by":[]})")).empty());
  const auto told = warnings_of_removal(json::parse(R"({"name":"web-1","still_reached_by":["dep_1"]})"));
  BOOST_REQUIRE_EQUAL(told.size(), 1u);
  BOOST_TEST(told[0] == "warning: dep_1 still goes to web-1, as its plan says: eeveon logs -f dep_1");
}

BOOST_AUTO_TEST_CASE(a_stream_without_events_is_no_stream) {
  auto server = test::prepared_api(
      {{"/api/v1/events?after=0&stream=project-shop&limit=1", R"({"events":[{"position":1}],"position":9})"},
       {"/api/v1/events?after=0&stream=bogus&limit=1", R"({"events":[],"position":9})"}});
  BOOST_TEST(check_stream(server, "project-shop").has_value());
  const auto none = check_stream(server, "bogus");
  BOOST_REQUIRE(!none);
  BOOST_TEST(exit_code_of(none.error()) == error);
  BOOST_TEST(has(none.error().detail, "there is no stream bogus yet; streams are called project-NAME, "));
}

BOOST_AUTO_TEST_CASE(a_deployment_is_named_by_the_beginning_of_its_id) {
  const std::string first = "dep_01930000-1111-7000-8000-00000000a1b2",
                    second = "dep_01930000-2222-7000-8000-00000000c3d4";
  const auto row = [](const std::string& id) {
    return R"({"id":")" + id + R"(","project":"shop","environment":"live","status":"failed","commit":")" + a +
           R"(","requested_at":"2026-11-21T13:37:24.123Z","message":"Fix"})";
  };
  auto server = test::prepared_api(
      {{"/api/v1/deployments?limit=500", R"({"deployments":[)" + row(second) + R"(],"next":"7"})"},
       {"/api/v1/deployments?limit=500&after=7", R"({"deployments":[)" + row(first) + R"(],"next":null})"}});
  BOOST_TEST(whole_deployment(server, first).value() == first);
  BOOST_TEST(whole_deployment(server, "dep_01930000-1").value() == first);
  BOOST_TEST(whole_deployment(server, "01930000-2").value() == second);
  BOOST_TEST(whole_deployment(server, first.substr(4)).value() == first);
  BOOST_TEST(whole_deployment(server, "dep_0193…a1b2").value() == first);
  const auto both = whole_deployment(server, "dep_0193");
  BOOST_REQUIRE(!both);
  BOOST_TEST(exit_code_of(both.error()) == wrong_usage);
  BOOST_TEST(
      (has(both.error().detail, first + "  shop live  failed  aaaa00000000  2026-11-21 13:37:24  Fix") &&
       has(both.error().detail, second)));
  BOOST_TEST(has(whole_deployment(server, "dep_0").error().detail, "too short"));
  for (const auto* name : {"demo", "web", "0193…shop"}) {
    const auto no_id = whole_deployment(server, name);
    BOOST_REQUIRE(!no_id);
    BOOST_TEST(exit_code_of(no_id.error()) == error);
    BOOST_TEST(
        has(no_id.error().detail, std::string("'") + name + "' is not the beginning of a deployment's id"));
    BOOST_TEST(has(no_id.error().detail, "eeveon history PROJECT"));
  }
  const auto none = whole_deployment(server, "dep_ffff");
  BOOST_TEST(exit_code_of(none.error()) == error);
  BOOST_TEST(has(none.error().detail, "no deployment that begins with dep_ffff is known here"));
}

BOOST_AUTO_TEST_CASE(an_id_is_known_by_its_look) {
  for (const auto* id :
       {"01a2", "01930000-1111", "01930000-1111-7000-8000-00000000a1b2", "0193…a1b2", "0193…"})
    BOOST_TEST(looks_like_an_id(id), id);
  for (const auto* other :
       {"", "01a", "shop", "01a2x", "0193…x", "…a1b2", "01930000-1111-7000-8000-00000000a1b2c"})
    BOOST_TEST(!looks_like_an_id(other), other);
}

BOOST_AUTO_TEST_CASE(many_candidates_are_listed_one_to_a_line) {
  std::vector<candidate> among;
  for (char x = 'a'; x <= 'l'; ++x) among.push_back({std::string("rel_1111-") + x, "evil\nremark"});
  const auto none = only_one("release", "rel_1111", among);
  BOOST_REQUIRE(!none);
  BOOST_TEST(std::ranges::count(none.error().detail, '\n') == 11);
  test::caught_stderr said;
  BOOST_TEST(report(none.error()) == wrong_usage);
  const auto text = said.text();
  BOOST_TEST(has(text,
                 "eeveon: 12 releases begin with rel_1111: give more of the one you mean\n"
                 "  rel_1111-a  evil remark\n  rel_1111-b  evil remark\n"));
  BOOST_TEST(text.ends_with("  rel_1111-j  evil remark\n  and 2 more\n"));
}

BOOST_AUTO_TEST_CASE(tables_show_what_can_be_typed_again) { BOOST_TEST(short_commit(a) == "aaaa00000000"); }

BOOST_AUTO_TEST_CASE(the_beginning_of_a_commit_is_enough_where_one_has_it) {
  auto server = shop();
  BOOST_TEST(whole_commit(server, "shop", "aaaa0").value() == a);
  BOOST_TEST(whole_commit(server, "shop", "cccc").value() == c);  // not built: the head of a branch
  const std::string stranger(40, 'd');
  BOOST_TEST(whole_commit(server, "shop", stranger).value() == stranger);
  const auto both = whole_commit(server, "shop", "aaaa");
  BOOST_REQUIRE(!both);
  BOOST_TEST(exit_code_of(both.error()) == wrong_usage);
  BOOST_TEST(has(both.error().detail, "2 commits begin with aaaa"));
  BOOST_TEST((has(both.error().detail, a) && has(both.error().detail, b)));
  BOOST_TEST(has(whole_commit(server, "shop", "dddd").error().detail, "all 40 digits"));
  BOOST_TEST(has(whole_commit(server, "shop", "aaa").error().detail, "too short"));
  BOOST_TEST(has(whole_commit(server, "shop", "main").error().detail, "--ref"));
}

BOOST_AUTO_TEST_CASE(a_release_is_named_by_its_id_or_its_commit) {
  auto server = shop();
  BOOST_TEST(whole_release(server, "shop", one).value() == one);
  BOOST_TEST(whole_release(server, "shop", "rel_11112").value() == two);
  BOOST_TEST(whole_release(server, "shop", "11110").value() == one);
  BOOST_TEST(whole_release(server, "shop", "aaaa1").value() == two);
  const auto both = whole_release(server, "shop", "aaaa");
  BOOST_REQUIRE(!both);
  BOOST_TEST((has(both.error().detail, one) && has(both.error().detail, two)));
  BOOST_TEST(has(whole_release(server, "shop", "1111").error().detail, "2 releases begin with rel_1111"));
  BOOST_TEST(
      has(whole_release(server, "shop", "ffff").error().detail, "no release of shop begins with ffff"));
}

BOOST_AUTO_TEST_SUITE_END()
