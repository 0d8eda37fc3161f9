// How the readers of one process share what they look up at the log's end.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>
#include <limits>

#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/log_looks.hpp"
#include "tests/contract/event_store_contract.hpp"
#include "tests/support/postgres_fixture.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

asio::awaitable<void> ask_turn(pg::log_looks& looks, std::optional<bool>& answer) {
  answer = co_await looks.turn();
}

asio::awaitable<int> nothing_but_trouble() {
  throw std::runtime_error("trouble");
  co_return 0;
}

asio::awaitable<void> follow_into(event_store& events, std::vector<recorded_event>& out) {
  out = (co_await events.follow_log(0, 100)).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(log_looks)

BOOST_AUTO_TEST_CASE(while_one_looks_the_others_wait_for_it) {
  asio::io_context io;
  pg::log_looks looks(io.get_executor());
  std::optional<bool> first, second;
  asio::co_spawn(io, ask_turn(looks, first), asio::detached);
  io.poll();
  BOOST_TEST(first.value());
  const auto look = looks.begin();
  asio::co_spawn(io, ask_turn(looks, second), asio::detached);
  io.restart();
  io.poll();
  BOOST_TEST(!second.has_value());
  looks.end(look, 7);
  io.restart();
  io.poll();
  BOOST_TEST(!second.value());  // not its turn yet: it looks first at what there is now
}

BOOST_AUTO_TEST_CASE(a_look_that_throws_is_over_too) {
  asio::io_context io;
  pg::log_looks looks(io.get_executor());
  const auto end = [](const int& found) { return std::optional<std::int64_t>(found); };
  BOOST_REQUIRE(wait(io, looks.turn()));
  BOOST_CHECK_THROW(wait(io, looks.take<int>(nothing_but_trouble(), end)), std::runtime_error);
  std::optional<bool> next;
  asio::co_spawn(io, ask_turn(looks, next), asio::detached);
  io.restart();
  io.poll();
  BOOST_TEST(next.value_or(false));
}

BOOST_AUTO_TEST_CASE(a_few_looks_are_free_and_then_they_are_milliseconds_apart) {
  asio::io_context io;
  pg::log_looks looks(io.get_executor());
  const auto began = std::chrono::steady_clock::now();
  for (int look = 0; look < 9;) {
    if (!wait(io, looks.turn())) {
      BOOST_TEST(look >= 5);
      continue;
    }
    looks.end(looks.begin(), 0);
    ++look;
  }
  // Whether they were waited for or a busy machine was slow.
  BOOST_TEST((std::chrono::steady_clock::now() - began >= 20ms));
}

BOOST_AUTO_TEST_CASE(who_is_behind_looks_on_without_a_pause) {
  asio::io_context io;
  pg::log_looks looks(io.get_executor());
  for (int look = 0; look < 20; ++look) {
    BOOST_REQUIRE(wait(io, looks.turn()));
    looks.end(looks.begin(), std::nullopt);
  }
}

BOOST_AUTO_TEST_CASE(only_a_look_that_began_later_and_saw_the_end_answers_for_others) {
  asio::io_context io;
  pg::log_looks looks(io.get_executor());
  const auto before = looks.begun();
  const auto look = looks.begin();
  BOOST_TEST(!looks.saw_no_more(7, before));
  const auto meanwhile = looks.begun();
  looks.end(look, 7);
  BOOST_TEST(looks.saw_no_more(7, before));
  BOOST_TEST(!looks.saw_no_more(6, before));     // there is one more than that
  BOOST_TEST(!looks.saw_no_more(7, meanwhile));  // the log may have grown since it began
  looks.end(looks.begin(), std::nullopt);        // it failed, or its limit came before the end
  BOOST_TEST(!looks.saw_no_more(7, meanwhile));
}

BOOST_AUTO_TEST_CASE(all_followers_see_what_another_process_wrote_large_events_too) {
  shared_postgres().truncate();
  asio::io_context io;
  const auto ours = pg::make_event_store(shared_postgres().url(), {}, io.get_executor(), {}),
             theirs = pg::make_event_store(shared_postgres().url(), {}, io.get_executor(), {});
  auto large = delivered("d2", "body");
  large.streams[0].events[0].data = "\"" + std::string(10'000, 'x') + "\"";
  BOOST_REQUIRE(wait(io, theirs->append(delivered("d1", "body"))));
  BOOST_REQUIRE(wait(io, theirs->append(std::move(large))));
  std::vector<recorded_event> seen[3];
  for (auto& one : seen) asio::co_spawn(io, follow_into(*ours, one), asio::detached);
  io.restart();
  io.run();
  for (const auto& one : seen) BOOST_TEST(!one.empty());
  BOOST_TEST(wait(io, ours->follow_log(1, 100)).value().size() == 1u);
  BOOST_TEST(wait(io, ours->follow_log(2, 100)).value().empty());
  BOOST_TEST(wait(io, ours->follow_log(std::numeric_limits<std::int64_t>::max(), 100)).value().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
