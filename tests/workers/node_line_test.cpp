#include <boost/test/unit_test.hpp>

#include "adapters/os/node_line.hpp"
#include "adapters/os/rsync.hpp"
#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
using test::failed_as;

BOOST_AUTO_TEST_SUITE(node_lines)

BOOST_AUTO_TEST_CASE(lines_are_plain_or_percent_encoded) {
  BOOST_TEST(to_node_line("hook", {"a/b-c", "", "x y\n%", "\xc3\xa4"}) ==
             "hook a/b-c % x%20y%0a%25 %c3%a4\n");
  BOOST_TEST(parse_node_answer("ok a%20b % c", "n").value() == (std::vector<std::string>{"a b", "", "c"}),
             boost::test_tools::per_element());
  BOOST_TEST(parse_node_answer("ok", "n")->empty());
  BOOST_TEST(failed_as(parse_node_answer("error fenced fence 0.4 is behind 0.5", "n"), errc::fenced));
  BOOST_TEST(parse_node_answer("error refused the disk is full", "n").error().detail ==
             "n: the disk is full");
  BOOST_TEST(failed_as(parse_node_answer("what?", "n"), errc::unknown_outcome));
}

BOOST_AUTO_TEST_CASE(rsync_never_sees_a_shell_or_an_option_from_outside) {
  const auto argv = rsync_argv("/run/n.conf", "/data/a", "/srv", "p/e/.incoming-r-0.1", "p/e/rel");
  BOOST_TEST(argv[argv.size() - 3] == "--");
  BOOST_TEST(argv.back() == "eeveon-node:/srv/p/e/.incoming-r-0.1/");
  BOOST_TEST(rsync_argv("", "/data/a", "/srv", "x", "").back() == "/srv/x/");
  BOOST_TEST(
      failed_as(judge_rsync("n", {.exit_code = 11, .errors = "write failed: No space left on device (28)"}),
                errc::refused));
  BOOST_TEST(failed_as(judge_rsync("n", {.exit_code = 12}), errc::unavailable));
}

BOOST_AUTO_TEST_SUITE_END()
