// Duties over PostgreSQL: one holder each, and what happens to them when the holder goes.
#include <boost/test/unit_test.hpp>
#include <pqxx/pqxx>

#include "adapters/postgres/duty_roster.hpp"
#include "tests/support/io.hpp"
#include "tests/support/postgres_fixture.hpp"

namespace eeveon::test {
namespace {

using names = std::vector<std::string>;

// Two servers of one database.
struct two_servers {
  asio::io_context io;
  std::string url = shared_postgres().url();
  std::unique_ptr<duty_roster> first = pg::make_duty_roster(url, io.get_executor());
  std::unique_ptr<duty_roster> second = pg::make_duty_roster(url, io.get_executor());

  names hold(duty_roster& roster, names wanted = {"gate", "sweeper"}) {
    return wait(io, roster.hold(std::move(wanted))).value();
  }
  // Asks until the database has noticed that the holder is gone, be it that of the test before.
  names hold_at_last(duty_roster& roster, std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + 2 * duty_life;
    auto held = hold(roster);
    while (held.size() < count && std::chrono::steady_clock::now() < end) held = hold(roster);
    return held;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(duties_over_postgres, two_servers)

BOOST_AUTO_TEST_CASE(a_duty_has_one_holder_at_a_time) {
  BOOST_TEST(hold_at_last(*first, 2) == names({"gate", "sweeper"}), boost::test_tools::per_element());
  BOOST_TEST(hold(*second).empty());
  BOOST_TEST(hold(*first).size() == 2u);
  BOOST_TEST(hold(*second, {"prober"}) == names({"prober"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_a_stopped_server_held_is_taken_over) {
  BOOST_TEST(hold_at_last(*first, 2).size() == 2u);
  first.reset();
  BOOST_TEST(hold_at_last(*second, 2).size() == 2u);
}

BOOST_AUTO_TEST_CASE(who_loses_the_session_steps_back) {
  BOOST_TEST(hold_at_last(*first, 2).size() == 2u);
  {
    pqxx::connection admin(shared_postgres().admin_url());
    pqxx::work work(admin);
    work.exec("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'");
    work.commit();
  }
  BOOST_TEST(hold(*second).size() == 2u);
  const auto after = wait(io, first->hold({"gate", "sweeper"}));
  BOOST_TEST((!after || after->empty()));
  BOOST_TEST(hold(*first).empty());
}

BOOST_AUTO_TEST_CASE(a_paused_holder_loses_its_duties_to_the_database) {
  BOOST_TEST(hold_at_last(*first, 2).size() == 2u);
  // Nobody asks for `first` any more, as if its process were stopped: the connection stays open all the same.
  const auto began = std::chrono::steady_clock::now();
  BOOST_TEST(hold_at_last(*second, 2).size() == 2u);
  BOOST_TEST((std::chrono::steady_clock::now() - began > duty_life / 2));
  const auto woken = wait(io, first->hold({"gate", "sweeper"}));
  BOOST_TEST((!woken || woken->empty()));
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace eeveon::test
