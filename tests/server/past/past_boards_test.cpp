// What stood at any past moment: the same as a fresh fold up to then tells, whatever helps to find it fast.
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>
#include <random>

#include "core/projections/board.hpp"
#include "core/projections/fold_code.hpp"
#include "server/past/past_boards.hpp"
#include "server/past/snapshot_keeper.hpp"
#include "tests/support/fake_past_store.hpp"
#include "tests/support/io.hpp"
#include "tests/support/varied_log.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

// The board after every position in `cuts`, each event folded once and nothing ever forgotten.
std::map<std::int64_t, std::string> fresh_boards(const std::vector<recorded_event>& events,
                                                 const std::set<std::int64_t>& cuts) {
  std::map<std::int64_t, std::string> out;
  views fold;
  for (const auto& event : events) {
    fold.apply(event);
    if (cuts.contains(event.position))
      out[event.position] = json::serialize(board_of(fold, event.position, event.recorded_at));
  }
  return out;
}

struct past_of_a_log {
  explicit past_of_a_log(std::size_t events = 12'000) { log->events = varied_log(7, events); }

  // As the server whose duty it is: until nothing is left to do.
  void make_snapshots(std::int64_t least = 500) {
    asio::io_context server{1};
    duty mine(server.get_executor(), "snapshots", true);
    asio::co_spawn(server,
                   keep_snapshots(earlier, bench, [this] { return std::ssize(log->events); }, mine,
                                  {.least = least, .most = 4 * least, .look_again = 10ms, .busy = 0}),
                   asio::detached);
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (reach() + 4 * least < std::ssize(log->events) && std::chrono::steady_clock::now() < end)
      server.run_one_for(100ms);
    BOOST_REQUIRE(reach() + 4 * least >= std::ssize(log->events));
    while (earlier.snapshots.size() > 1 && std::chrono::steady_clock::now() < end) server.run_one_for(100ms);
  }
  std::int64_t reach() const {
    const auto& mine = earlier.snapshots[std::string(fold_code())];
    return mine.empty() ? 0 : mine.rbegin()->first;
  }

  std::string board_at(past_boards& past, std::int64_t position) {
    const auto when = wait(io, past.moment_of(position));
    BOOST_REQUIRE(when.has_value());
    auto text = wait(io, past.board(*when));
    BOOST_REQUIRE_MESSAGE(text.has_value(), text.error().detail);
    return *text;
  }
  std::set<std::int64_t> cuts(std::size_t count) const {
    std::mt19937_64 dice(11);
    std::set<std::int64_t> out{1, std::ssize(log->events)};
    while (out.size() < count) out.insert(1 + static_cast<std::int64_t>(dice() % log->events.size()));
    return out;
  }

  asio::io_context io{1};
  std::shared_ptr<fake_log> log = std::make_shared<fake_log>();
  mutable fake_past_store earlier{log};
  fake_workbench bench;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(boards_of_the_past)

BOOST_FIXTURE_TEST_CASE(a_thousand_random_moments_stand_as_a_fresh_fold_tells_them, past_of_a_log) {
  make_snapshots();
  BOOST_TEST(earlier.snapshots.at(std::string(fold_code())).size() > 10u);
  const auto points = cuts(1000);
  const auto expected = fresh_boards(log->events, points);
  past_boards past(earlier, bench);
  std::vector<std::int64_t> order(points.begin(), points.end());
  std::shuffle(order.begin(), order.end(), std::mt19937(3));
  std::size_t wrong = 0;
  for (const auto position : order)
    if (board_at(past, position) != expected.at(position) && ++wrong <= 3)
      BOOST_ERROR("position " << position << "\nexpected " << expected.at(position).substr(0, 3000)
                              << "\ngot      " << board_at(past, position).substr(0, 3000));
  BOOST_TEST(wrong == 0u);
  BOOST_TEST(earlier.streams_read > 0);  // some rows were so old that only their streams told of them
}

BOOST_FIXTURE_TEST_CASE(a_time_shows_the_last_event_until_then_though_the_clock_steps_back, past_of_a_log) {
  past_boards past(earlier, bench);
  std::mt19937_64 dice(5);
  const auto first = log->events.front().recorded_at.us, last = log->events.back().recorded_at.us;
  for (int i = 0; i < 200; ++i) {
    const timestamp at{first + static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(last - first))};
    std::int64_t expected = 0;
    for (const auto& event : log->events)
      if (event.recorded_at.us / 1000 <= at.us / 1000) expected = event.position;
    BOOST_TEST(wait(io, past.last_until(at)).value().position == expected);
  }
  // A time as it is shown, cut to milliseconds, takes in what is shown with it.
  const auto shown = parse_rfc3339(to_rfc3339(log->events[99].recorded_at)).value();
  BOOST_TEST(wait(io, past.last_until(shown)).value().position >= 100);
  BOOST_TEST(wait(io, past.last_until({first - 1000})).value().position == 0);
}

BOOST_FIXTURE_TEST_CASE(playing_forward_reads_each_stretch_of_the_log_once, past_of_a_log) {
  past_boards past(earlier, bench);
  board_at(past, 8'000);
  earlier.read_positions = 0;
  for (std::int64_t position = 8'010; position <= 10'000; position += 10) board_at(past, position);
  BOOST_TEST(earlier.read_positions == 2000);
}

BOOST_FIXTURE_TEST_CASE(a_snapshot_of_other_code_or_a_damaged_one_is_never_gone_on_from, past_of_a_log) {
  make_snapshots();
  auto& mine = earlier.snapshots[std::string(fold_code())];
  const auto expected = fresh_boards(log->events, {10'000});
  earlier.snapshots["older"][9'999] = {9'999, 0, mine.rbegin()->second.text};
  auto damaged = std::prev(mine.upper_bound(10'000));
  damaged->second.text.resize(damaged->second.text.size() / 2);
  past_boards past(earlier, bench);
  BOOST_TEST(board_at(past, 10'000) == expected.at(10'000));
}

BOOST_FIXTURE_TEST_CASE(missing_and_foreign_snapshots_are_made_again_and_thrown_away, past_of_a_log) {
  make_snapshots();
  auto& mine = earlier.snapshots[std::string(fold_code())];
  const auto all = mine;
  mine.erase(std::next(mine.begin(), 5));
  earlier.snapshots["older"][100] = {100, 0, "{}"};
  make_snapshots();
  // Made again at other positions, perhaps, but without a hole and as far as before.
  BOOST_TEST(wait(io, earlier.unbroken(std::string(fold_code()))).value() == mine.rbegin()->first);
  BOOST_TEST(mine.rbegin()->first >= all.rbegin()->first);
  BOOST_TEST(!earlier.snapshots.contains("older"));
}

BOOST_FIXTURE_TEST_CASE(too_much_to_fold_is_told_and_gone_on_with_when_asked_again, past_of_a_log) {
  past_boards past(earlier, bench, {.at_most = 0ms});
  const auto expected = fresh_boards(log->events, {12'000});
  const auto when = wait(io, past.moment_of(12'000)).value();
  int refused = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto text = wait(io, past.board(when));
    if (text) {
      BOOST_TEST(*text == expected.at(12'000));
      break;
    }
    BOOST_TEST(to_string(text.error().code) == "unavailable");
    ++refused;
  }
  BOOST_TEST(refused > 0);
  BOOST_TEST(earlier.read_positions == 12'000);
}

BOOST_FIXTURE_TEST_CASE(two_look_at_once_some_wait_and_more_are_refused, past_of_a_log) {
  past_boards past(earlier, bench, {.at_once = 2, .waiting = 3});
  const auto when = wait(io, past.moment_of(8'000)).value();
  int answered = 0, refused = 0;
  for (int i = 0; i < 8; ++i)
    asio::co_spawn(io, past.board(when),
                   [&](std::exception_ptr, result<std::string> text) { ++(text ? answered : refused); });
  io.restart();
  while (answered + refused < 8 && io.run_one() > 0) {
  }
  BOOST_TEST(answered == 5);
  BOOST_TEST(refused == 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
