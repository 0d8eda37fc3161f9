// What stands below a page: a line that a shell takes as it is, and that asks for what comes behind it.
#include "cli/listing.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

namespace eeveon::cli {
namespace {

std::string said(invocation::words words, const listing& what) {
  return next_page(invocation(std::move(words), settings{}), what, "77");
}

const listing history{.verb = "history",
                      .path = "/x",
                      .rows = "rows",
                      .query = {{"q", "search"}},
                      .besides = {{"detail", "all"}},
                      .again = {},
                      .titles = {},
                      .row = nullptr};

}  // namespace

BOOST_AUTO_TEST_SUITE(listings)

BOOST_AUTO_TEST_CASE(what_was_asked_is_said_again) {
  BOOST_TEST(said({}, history) == "eeveon history --after 77");
  BOOST_TEST(
      said({{"PROJECT", {"shop"}}, {"ENVIRONMENT", {"production"}}, {"limit", {"5"}}, {"after", {"99"}}},
           history) == "eeveon history shop production --limit 5 --after 77");
  auto with = history;
  with.again = {{"all", ""}, {"days", "30"}};
  BOOST_TEST(said({}, with) == "eeveon history --all --days 30 --after 77");
}

BOOST_AUTO_TEST_CASE(what_a_shell_would_read_is_quoted) {
  BOOST_TEST(said({{"search", {"yes"}}}, history) == "eeveon history --search yes --after 77");
  BOOST_TEST(said({{"search", {"it's $HOME"}}}, history) ==
             "eeveon history --search 'it'\\''s $HOME' --after 77");
  BOOST_TEST(said({{"search", {"a\x1b[31m"}}}, history).find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::cli
