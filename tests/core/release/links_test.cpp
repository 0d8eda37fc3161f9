#include "core/release/links.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon;

namespace {

link_tree tree(std::initializer_list<std::pair<std::string, std::string>> links) {
  link_tree out;
  for (const auto& [path, target] : links) out.add(path, target);
  return out;
}
std::string why(const link_tree& links, std::string_view path) {
  const char* said = links.why_not(path);
  return said ? said : "";
}
constexpr auto leaves = "leaves the artifact";
constexpr auto circle = "leads through too many links, or in a circle";

}  // namespace

BOOST_AUTO_TEST_SUITE(links_of_an_artifact)

BOOST_AUTO_TEST_CASE(a_link_by_itself_stays_inside_or_does_not) {
  const auto judged = [](const char* path, const char* target) { return why(tree({{path, target}}), path); };
  for (const char* target : {"../b", "b", ".", "..", "./x/../y", "x//y/"})
    BOOST_TEST(judged("a/l", target) == "", target);
  BOOST_TEST(judged("l", "a/../b") == "");
  for (const char* target : {"../b", "..", "/etc/passwd", "/", "", "x/../../b"})
    BOOST_TEST(judged("l", target) == leaves, target);
  BOOST_TEST(judged("a/l", "../../b") == leaves);
  BOOST_TEST(judged("a/l", "x/../../../b") == leaves);
}

BOOST_AUTO_TEST_CASE(dots_go_up_from_where_a_link_has_led) {
  // By the text alone deep/up/../secret is deep/secret; the kernel comes out beside the tree.
  const auto up =
      tree({{"deep/er/up", "../.."}, {"out", "deep/er/up/../secret"}, {"in", "deep/er/up/index"}});
  BOOST_TEST(why(up, "deep/er/up") == "");
  BOOST_TEST(why(up, "out") == leaves);
  BOOST_TEST(why(up, "in") == "");
  // And the other way round: what climbs by its text may stay inside.
  const auto down = tree({{"short", "a/b/c"}, {"same", "short/../../x"}});
  BOOST_TEST(why(down, "same") == "");
}

BOOST_AUTO_TEST_CASE(a_chain_is_followed_to_its_end) {
  const auto links = tree({{"a/one", "../b/two"},
                           {"b/two", "../c"},
                           {"c", "d/e"},
                           {"d/e", ".."},
                           {"last", "a/one/../secret"},
                           {"fine", "a/one/secret"}});
  for (const char* path : {"a/one", "b/two", "c", "d/e", "fine"}) BOOST_TEST(why(links, path) == "", path);
  BOOST_TEST(why(links, "last") == leaves);
}

BOOST_AUTO_TEST_CASE(an_absolute_link_on_the_way_is_met) {
  const auto links = tree({{"abs", "/etc"}, {"through", "abs/passwd"}});
  BOOST_TEST(why(links, "through") == leaves);
}

BOOST_AUTO_TEST_CASE(circles_end) {
  const auto links =
      tree({{"self", "self"}, {"a", "b"}, {"b", "a"}, {"grows", "grows/x"}, {"d/l", "../d/l/.."}});
  for (const char* path : {"self", "a", "b", "grows", "d/l"}) BOOST_TEST(why(links, path) == circle, path);
  link_tree long_way;
  for (int i = 0; i < 39; ++i) long_way.add("l" + std::to_string(i), "l" + std::to_string(i + 1));
  BOOST_TEST(why(long_way, "l0") == "");
}

BOOST_AUTO_TEST_SUITE_END()
