// Colours and remarks: who has the last word on them.
#include "cli/terminal.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "cli/exit_code.hpp"
#include "tests/cli/caught_stderr.hpp"

using namespace eeveon;
using namespace eeveon::cli;

namespace {

struct terminal {
  terminal() {
    for (const auto* name : {"NO_COLOR", "CLICOLOR_FORCE"}) unsetenv(name);
  }
  ~terminal() {
    for (const auto* name : {"NO_COLOR", "CLICOLOR_FORCE"}) unsetenv(name);
    speak(colour_choice::automatic, false);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(terminals, terminal)

BOOST_AUTO_TEST_CASE(what_was_said_goes_before_the_environment) {
  setenv("CLICOLOR_FORCE", "1", 1);
  BOOST_TEST(colours_wanted());
  setenv("NO_COLOR", "1", 1);
  BOOST_TEST(!colours_wanted());
  speak(colour_choice::always, false);
  BOOST_TEST(colours_wanted());
  unsetenv("NO_COLOR");
  speak(colour_choice::never, false);
  BOOST_TEST(!colours_wanted());
}

BOOST_AUTO_TEST_CASE(quiet_keeps_remarks_back_and_no_error) {
  speak(colour_choice::automatic, true);
  test::caught_stderr said;
  remark("nothing was changed");
  complain("one");
  report({errc::invalid, "two", ""});
  BOOST_TEST(said.text() == "one\neeveon: two\n");
}

BOOST_AUTO_TEST_CASE(what_a_remark_quotes_does_not_move_the_cursor) {
  test::caught_stderr said;
  remark("one\033[2A\033[2K\ntwo\r");
  BOOST_TEST(said.text() == "one [2A [2K\ntwo \n");
}

BOOST_AUTO_TEST_SUITE_END()
