#include "core/node/health_watch.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace eeveon::test {
namespace {

// What is told after each look: "+" is healthy, "-" is not; u(p), d(own) or nothing (.).
std::string told_after(std::string_view looks, std::string told = {}) {
  health_watch watch;
  std::string out;
  for (const char look : looks) {
    told = watch.heard(look == '+', told);
    out += told.empty() ? '.' : told.front();
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_health_watch)

BOOST_AUTO_TEST_CASE(a_single_odd_look_moves_nothing) {
  BOOST_TEST(told_after("+") == "u");
  BOOST_TEST(told_after("++-+-+") == "uuuuuu");
  BOOST_TEST(told_after("-") == ".");
  BOOST_TEST(told_after("--+-+-") == ".ddddd");
}

BOOST_AUTO_TEST_CASE(two_in_a_row_do) {
  BOOST_TEST(told_after("+--") == "uud");
  BOOST_TEST(told_after("--++--") == ".dduud");
  BOOST_TEST(told_after("--", "up") == "ud");
  BOOST_TEST(told_after("++", "down") == "du");
}

BOOST_AUTO_TEST_CASE(a_node_that_came_back_is_a_stranger) {
  health_watch watch;
  BOOST_TEST(watch.heard(false, "") == "");
  BOOST_TEST(watch.heard(false, "") == "down");
  BOOST_TEST(watch.heard(false, "down") == "down");
  BOOST_TEST(watch.heard(false, "") == "", "it left and came back between two looks: this is its first");
  BOOST_TEST(watch.heard(false, "") == "down");
  BOOST_TEST(watch.heard(true, "") == "up");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
