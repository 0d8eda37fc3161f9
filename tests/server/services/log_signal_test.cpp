// What this process knows of the log, and what it is told by whoever reaches Redis.
#include "server/services/log_signal.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

namespace eeveon::test {
namespace {

struct one_reader {
  // Has read up to `position`, and waits for more.
  void wait_beyond(std::int64_t position, std::uint64_t heard) {
    asio::co_spawn(io, wait(position, heard), asio::detached);
    io.restart();
    io.poll();
  }
  asio::awaitable<void> wait(std::int64_t position, std::uint64_t heard) {
    co_await grown.beyond(position, heard, std::chrono::minutes(1));
    ++woken;
  }
  int told(std::string_view announcement) {
    grown.hear(announcement);
    io.poll();
    return woken;
  }
  asio::io_context io{1};
  log_signal grown{io.get_executor()};
  int woken = 0;
};

BOOST_FIXTURE_TEST_SUITE(a_log_signal, one_reader)

BOOST_AUTO_TEST_CASE(an_announcement_wakes_and_is_not_believed) {
  wait_beyond(5, grown.heard());
  BOOST_TEST(told("9000000000000000000") == 1);
  BOOST_TEST(grown.newest() == 0);
  wait_beyond(5, grown.heard());
  BOOST_TEST(woken == 1);
}

BOOST_AUTO_TEST_CASE(an_announcement_during_a_look_is_not_missed) {
  const auto before = grown.heard();
  grown.hear("6");
  wait_beyond(5, before);
  BOOST_TEST(woken == 1);
}

BOOST_AUTO_TEST_CASE(what_is_no_news_wakes_nobody) {
  grown.grown_to(5);
  wait_beyond(5, grown.heard());
  for (const auto* said : {"5", "4", "-1", "", " 6", "6 ", "6x", "0x9", "99999999999999999999", "soon"})
    BOOST_TEST(told(said) == 0);
  grown.grown_to(6);
  io.poll();
  BOOST_TEST(woken == 1);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace
}  // namespace eeveon::test
