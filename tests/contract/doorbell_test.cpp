// The doorbell over a real Redis: offers reach one worker, losses cost only the hint, connections come back.
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/test/unit_test.hpp>

#include "adapters/redis/address.hpp"
#include "adapters/redis/doorbell.hpp"
#include "tests/support/io.hpp"
#include "tests/support/redis_fixture.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

struct ringing {
  redis_fixture server;
  asio::io_context io;
  std::unique_ptr<doorbell> bell = *redis::make_doorbell(server.url(), io.get_executor());

  std::vector<offer> take(std::chrono::milliseconds limit = 200ms) {
    return wait(io, bell->take("w1", 10, limit)).value();
  }
};

using asio::ip::tcp;

// Answers the first command with nothing, as XREADGROUP does in the end, and whatever follows with `odd`.
asio::awaitable<void> odd_redis(tcp::acceptor& door, std::string odd) {
  auto line = co_await door.async_accept(asio::use_awaitable);
  std::string asked(4096, ' ');
  for (std::string answer = "*-1\r\n";; answer = odd) {
    boost::system::error_code gone;
    const auto got =
        co_await line.async_read_some(asio::buffer(asked), asio::redirect_error(asio::use_awaitable, gone));
    if (gone || got == 0) co_return;
    co_await asio::async_write(line, asio::buffer(answer), asio::use_awaitable);
  }
}

asio::awaitable<int> heard_until(asio::io_context& io, doorbell& bell, std::vector<std::string>& heard,
                                 std::size_t count, std::string channel) {
  asio::steady_timer pause(io);
  for (int i = 0; i < 500 && heard.size() < count; ++i) {
    static_cast<void>(co_await bell.announce(channel, std::to_string(i)));
    pause.expires_after(10ms);
    co_await pause.async_wait(asio::use_awaitable);
  }
  co_return static_cast<int>(heard.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(doorbell_over_redis)

BOOST_FIXTURE_TEST_CASE(an_offer_reaches_one_worker, ringing) {
  BOOST_TEST(take(1ms).empty());
  BOOST_REQUIRE(wait(io, bell->offer_runs({"run_1", "run_2", "run_3"})));
  const auto first = wait(io, bell->take("w1", 2, 100ms)).value();
  BOOST_REQUIRE(first.size() == 2u);
  BOOST_TEST(first[0].run == "run_1");
  BOOST_TEST(wait(io, bell->take("w2", 2, 100ms)).value().size() == 1u);
  BOOST_TEST(wait(io, bell->acknowledge({first[0].entry, first[1].entry})).has_value());
  BOOST_TEST(take(1ms).empty());
}

BOOST_FIXTURE_TEST_CASE(an_offer_made_before_the_first_worker_is_not_lost, ringing) {
  BOOST_REQUIRE(wait(io, bell->offer_runs({"run_1"})));
  BOOST_TEST(take().size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_killed_redis_is_used_again_when_it_is_back, ringing) {
  BOOST_REQUIRE(wait(io, bell->offer_runs({"run_1"})));
  BOOST_TEST(take().size() == 1u);
  server.kill();
  BOOST_TEST((wait(io, bell->offer_runs({"run_2"})).error().code == errc::unavailable));
  BOOST_TEST(!wait(io, bell->take("w1", 10, 50ms)));
  server.start();
  BOOST_REQUIRE(wait(io, bell->offer_runs({"run_3"})));
  BOOST_TEST(take().at(0).run == "run_3");
}

BOOST_FIXTURE_TEST_CASE(a_listener_hears_announcements_and_comes_back, ringing) {
  std::vector<std::string> heard;
  asio::cancellation_signal stop;
  bool stopped = false;
  const auto listener = *redis::make_doorbell(server.url(), io.get_executor());
  asio::co_spawn(
      io,
      listener->listen({channel_position},
                       [&](std::string_view, std::string_view message) { heard.emplace_back(message); }),
      asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr) { stopped = true; }));
  BOOST_TEST(wait(io, heard_until(io, *bell, heard, 3, channel_position)) >= 3);
  server.kill();
  server.start();
  heard.clear();
  BOOST_TEST(wait(io, heard_until(io, *bell, heard, 3, channel_position)) >= 3);
  stop.emit(asio::cancellation_type::terminal);
  io.restart();
  while (!stopped && io.run_one() > 0) {
  }
  BOOST_TEST(stopped);
}

BOOST_AUTO_TEST_CASE(a_clock_that_tells_no_time_is_no_reason_to_fail) {
  for (const std::string said :
       {"$5\r\nnever\r\n", "$0\r\n\r\n", "$20\r\n99999999999999999999\r\n", ":7\r\n"}) {
    asio::io_context io;
    tcp::acceptor door(io, {asio::ip::address_v4::loopback(), 0});
    asio::co_spawn(io, odd_redis(door, "*2\r\n" + said + said), asio::detached);
    const auto bell = *redis::make_doorbell(
        "redis://127.0.0.1:" + std::to_string(door.local_endpoint().port()), io.get_executor());
    BOOST_TEST(wait(io, bell->take("w1", 1, 10ms)).value().empty());
  }
}

BOOST_AUTO_TEST_CASE(addresses_are_read_or_refused_by_name) {
  BOOST_TEST(redis::parse_address("unix:///run/redis.sock")->path == "/run/redis.sock");
  const auto tcp = redis::parse_address("redis://:secret@cache.example:7000/0");
  BOOST_TEST(tcp->host == "cache.example");
  BOOST_TEST(tcp->port == "7000");
  BOOST_TEST(tcp->password == "secret");
  BOOST_TEST(redis::parse_address("redis://localhost")->port == "6379");
  for (const char* wrong : {"", "http://x", "unix://", "redis://"}) BOOST_TEST(!redis::parse_address(wrong));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
