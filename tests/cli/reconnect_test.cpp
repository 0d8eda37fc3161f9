// Following through a server's restart.
#include "cli/reconnect.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon;
using namespace eeveon::cli;

namespace {
result<int> away() { return fail(errc::unavailable, "cannot reach the server"); }
}  // namespace

BOOST_AUTO_TEST_SUITE(reconnecting)

BOOST_AUTO_TEST_CASE(a_server_that_comes_back_is_asked_on) {
  int asked = 0, paused = 0;
  reconnect line(std::chrono::minutes(1), [&] { ++paused; });
  for (int round = 0; round < 2; ++round) {
    asked = 0;
    const auto got = line.insist<int>([&]() -> result<int> {
      if (++asked < 4) return away();
      return 7;
    });
    BOOST_TEST(got.value() == 7);
  }
  BOOST_TEST(paused == 6);
}

BOOST_AUTO_TEST_CASE(patience_has_an_end) {
  int asked = 0;
  reconnect none(std::chrono::milliseconds(0), [] {});
  const auto got = none.insist<int>([&]() -> result<int> { return ++asked, away(); });
  BOOST_TEST(!got.has_value());
  BOOST_TEST(asked == 1);
  reconnect little(std::chrono::milliseconds(1), [] {});
  BOOST_TEST(!little.insist<int>([] { return away(); }).has_value());
}

BOOST_AUTO_TEST_CASE(what_the_server_refuses_is_an_answer) {
  int asked = 0;
  reconnect line(std::chrono::minutes(1), [] {});
  const auto got =
      line.insist<int>([&]() -> result<int> { return ++asked, fail(errc::not_found, "there is none"); });
  BOOST_TEST(!got.has_value());
  BOOST_TEST(asked == 1);
}

BOOST_AUTO_TEST_SUITE_END()
