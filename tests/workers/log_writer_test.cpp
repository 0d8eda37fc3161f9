#include "workers/log_writer.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/support/fake_ports.hpp"
#include "tests/support/io.hpp"

using namespace eeveon;
using namespace eeveon::workers;

namespace {

struct fixture {
  asio::io_context io;
  test::fake_log_store logs;
  test::fake_doorbell bell;
  log_writer writer{logs, bell, "dep_1", 7, io.get_executor()};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(writing_output, fixture)

BOOST_AUTO_TEST_CASE(a_flush_that_finds_nothing_waits_for_what_is_being_stored) {
  logs.turns = 20;
  writer.write("build", 1, "one\n");
  asio::co_spawn(io, writer.flush(), asio::detached);
  asio::co_spawn(
      io,
      [](log_writer& writer, test::fake_log_store& logs) -> asio::awaitable<void> {
        BOOST_TEST(co_await writer.flush());
        BOOST_TEST(logs.chunks.size() == 1u);
      }(writer, logs),
      asio::detached);
  io.run();
}

BOOST_AUTO_TEST_CASE(nothing_is_lost_or_doubled_while_the_store_is_away) {
  logs.failures = {errc::unavailable, errc::timed_out, errc::unknown_outcome};
  writer.write("build", 1, "one\n");
  BOOST_TEST(!test::wait(io, writer.flush()));
  BOOST_TEST(!test::wait(io, writer.flush()));
  writer.write("build", 1, "two\nthree");
  BOOST_TEST(!test::wait(io, writer.flush()));
  writer.end_of("build", 1);
  BOOST_TEST(test::wait(io, writer.flush()));
  BOOST_REQUIRE(logs.chunks.size() == 3u);
  BOOST_TEST(logs.chunks[1].first_line == 2);
  BOOST_TEST(logs.chunks[2].text == "three\n");
  BOOST_TEST(logs.chunks[2].first_line == 3);
  asio::co_spawn(io, writer.announce(), asio::detached);
  io.restart();
  io.run();
  BOOST_TEST(bell.announced.size() == 3u);
  BOOST_TEST(test::wait(io, writer.flush()));
  BOOST_TEST(logs.chunks.size() == 3u);
}

BOOST_AUTO_TEST_CASE(whoever_watches_is_told_when_a_line_was_stored) {
  writer.write("build", 1, "one\n");
  BOOST_TEST(test::wait(io, writer.flush()));
  asio::co_spawn(io, writer.announce(), asio::detached);
  io.restart();
  io.run();
  BOOST_REQUIRE(bell.announced.size() == 1u);
  BOOST_TEST(bell.announced[0].second.find(R"("at":"2027-01-15T08:00:00.000Z")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_flood_is_stored_in_pieces_that_a_reader_can_hold) {
  const std::string line(1000, 'x');
  for (int i = 0; i < 1000; ++i) writer.write("build", 1, line + "\n");
  BOOST_TEST(test::wait(io, writer.flush()));
  BOOST_REQUIRE(logs.chunks.size() == 4u);
  std::int64_t next = 1;
  for (const auto& chunk : logs.chunks) {
    BOOST_TEST(chunk.first_line == next);
    BOOST_TEST(chunk.text.size() == static_cast<std::size_t>(chunk.lines) * 1001);
    BOOST_TEST(chunk.text.size() <= 256u * 1024);
    next += chunk.lines;
  }
  BOOST_TEST(next == 1001);
}

BOOST_AUTO_TEST_CASE(output_that_the_store_refuses_holds_up_nothing) {
  logs.failures = {errc::io};
  writer.write("build", 1, "one\n");
  BOOST_TEST(test::wait(io, writer.flush()));
  writer.write("build", 1, "two\n");
  BOOST_TEST(test::wait(io, writer.flush()));
  BOOST_REQUIRE(logs.chunks.size() == 1u);
  BOOST_TEST(logs.chunks[0].first_line == 2);
}

BOOST_AUTO_TEST_SUITE_END()
