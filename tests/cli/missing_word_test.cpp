// What a shell is to offer where a line ends.
#include "cli/missing_word.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon::cli;
using line = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(completing)

BOOST_AUTO_TEST_CASE(positions_follow_each_other) {
  BOOST_TEST(find_missing_word({"deploy", ""}).what == "PROJECT");
  BOOST_TEST(find_missing_word({"deploy", "sh"}).what == "PROJECT");
  const auto environment = find_missing_word({"deploy", "shop", "pro"});
  BOOST_TEST(environment.what == "ENVIRONMENT");
  BOOST_TEST(environment.project == "shop");
  BOOST_TEST(find_missing_word({"deploy", "shop", "production", ""}).what == "");
  BOOST_TEST(find_missing_word({"logs", ""}).what == "DEPLOYMENT");
  BOOST_TEST(find_missing_word({"nodes", "check", "w"}).what == "NODE");
  BOOST_TEST(find_missing_word({"nodes", "remove", ""}).what == "NODE");
  BOOST_TEST(find_missing_word({"nodes", "add", ""}).what == "");
  BOOST_TEST(find_missing_word({"completion", ""}).what == "SHELL");
}

BOOST_AUTO_TEST_CASE(options_stand_between_and_take_their_values) {
  BOOST_TEST(find_missing_word({"logs", "-f", ""}).what == "DEPLOYMENT");
  const auto far = find_missing_word({"rollback", "--url", "http://b", "--yes", "shop", "-o", "json", ""});
  BOOST_TEST(far.what == "ENVIRONMENT");
  BOOST_TEST(far.project == "shop");
  BOOST_TEST(far.flags.at("url") == "http://b");
  BOOST_TEST(find_missing_word({"status", "--output", ""}).what == "output");
  BOOST_TEST(find_missing_word({"status", "-o", "j"}).what == "output");
  BOOST_TEST(find_missing_word({"deploy", "--re"}).what == "");
  BOOST_TEST(find_missing_word({"deploy", "-ojson", "--ref=main", ""}).what == "PROJECT");
}

BOOST_AUTO_TEST_CASE(what_the_table_knows_is_offered_from_it) {
  const auto offered = [](const line& typed) { return find_missing_word(typed).choices; };
  BOOST_TEST(offered({"status", "-o", ""}) ==
                 (std::vector<std::string_view>{"table", "wide", "json", "yaml", "csv", "name"}),
             boost::test_tools::per_element());
  BOOST_TEST(offered({"completion", ""}).size() == 3u);
  BOOST_TEST(offered({"nodes", "add", "a", "--kind", ""}).size() == 2u);
  BOOST_TEST(find_missing_word({"config", "use-context", ""}).what == "CONTEXT");
  BOOST_TEST(find_missing_word({"status", "--context", ""}).what == "CONTEXT");
  BOOST_TEST(find_missing_word({"status", "--context", "blue", ""}).flags.at("context") == "blue");
}

BOOST_AUTO_TEST_CASE(what_is_no_verb_yet_has_no_words) {
  for (const auto& typed : {line{}, line{""}, line{"dep"}, line{"nodes", ""}, line{"nonsense", ""}})
    BOOST_TEST(find_missing_word(typed).what == "");
}

BOOST_AUTO_TEST_SUITE_END()
