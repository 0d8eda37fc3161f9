// What is told at once, and what is gathered.
#include "ports/bell_rope.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "tests/support/fake_ports.hpp"
#include "tests/support/io.hpp"

namespace eeveon::test {

BOOST_AUTO_TEST_SUITE(bell_rope_pulled)

BOOST_AUTO_TEST_CASE(the_first_growths_are_told_at_once_and_many_are_told_together) {
  asio::io_context io;
  fake_doorbell bell;
  bell_rope rope(bell, io.get_executor());
  for (int position = 1; position <= 5; ++position) {
    rope.pull(position, {});
    io.restart();
    io.poll();
    BOOST_TEST(bell.announced.size() == static_cast<std::size_t>(position));
  }
  for (int position = 6; position <= 200; ++position) {
    rope.pull(position, {});
    io.restart();
    io.poll();
  }
  io.restart();
  io.run();
  BOOST_TEST(bell.announced.size() < 20u);
  BOOST_TEST(bell.announced.back().second == "200");
}

BOOST_AUTO_TEST_CASE(runs_are_offered_at_once_however_often_the_log_grows) {
  asio::io_context io;
  fake_doorbell bell;
  bell_rope rope(bell, io.get_executor());
  for (int position = 1; position <= 50; ++position) {
    rope.pull(position, {"run_" + std::to_string(position)});
    io.restart();
    io.poll();
    BOOST_TEST(bell.offered.size() == static_cast<std::size_t>(position));
  }
  io.restart();
  io.run();
  BOOST_TEST(bell.announced.back().second == "50");
}

BOOST_AUTO_TEST_CASE(a_bell_that_throws_is_rung_again_at_the_next_pull) {
  asio::io_context io;
  fake_doorbell bell;
  bell_rope rope(bell, io.get_executor());
  bell.on_announce = [](const std::string&, const std::string&) { throw std::runtime_error("torn"); };
  rope.pull(1, {});
  io.run();
  bell.on_announce = {};
  rope.pull(2, {"run_2"});
  io.restart();
  io.run();
  BOOST_REQUIRE_EQUAL(bell.announced.size(), 1u);
  BOOST_TEST(bell.announced.back().second == "2");
  BOOST_TEST(bell.offered.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
