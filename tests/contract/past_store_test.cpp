// The past over a real log: its times, its snapshots, and a thousand random moments of it.
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>
#include <pqxx/pqxx>
#include <random>

#include "adapters/blocking/workbench.hpp"
#include "adapters/postgres/past_store.hpp"
#include "core/projections/board.hpp"
#include "core/projections/fold_code.hpp"
#include "server/past/past_boards.hpp"
#include "server/past/snapshot_keeper.hpp"
#include "tests/support/io.hpp"
#include "tests/support/postgres_fixture.hpp"
#include "tests/support/varied_log.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

std::string exact(timestamp time) {
  const auto below = std::to_string(1000 + time.us % 1000).substr(1);
  return to_rfc3339(time).substr(0, 23) + below + "Z";
}

void put_log(const std::vector<recorded_event>& events) {
  pqxx::connection connection(shared_postgres().admin_url());
  pqxx::work work(connection);
  work.exec("SET LOCAL search_path = eeveon");
  pqxx::stream_to rows(work, "events",
                       std::vector<std::string>{"position", "stream", "version", "type", "schema", "actor",
                                                "causation", "correlation", "recorded_at", "data", "leaf"});
  for (const auto& e : events)
    rows << std::make_tuple(e.position, e.stream, e.version, e.type, e.schema, e.actor, e.causation,
                            to_string(e.correlation), exact(e.recorded_at), work.esc_raw(e.data), "\\x00");
  rows.complete();
  pqxx::result unused = work.exec("UPDATE log_head SET position = " + std::to_string(events.size()));
  work.commit();
}

struct past_of_postgres {
  explicit past_of_postgres(std::size_t count = 20'000) : events(varied_log(23, count)) {
    shared_postgres().truncate();
    put_log(events);
  }

  // Until as many are there as belong there.
  void make_snapshots() {
    asio::io_context server{1};
    const auto stores = pg::make_past_store(shared_postgres().url(), server.get_executor());
    const auto works = blocking::make_workbench(server.get_executor(), 1);
    duty mine(server.get_executor(), "snapshots", true);
    asio::co_spawn(server,
                   keep_snapshots(*stores, *works, [this] { return std::ssize(events); }, mine,
                                  {.least = 400, .most = 800, .look_again = 10ms, .busy = 0}),
                   asio::detached);
    const auto end = std::chrono::steady_clock::now() + 60s;
    while (reach() + 800 < std::ssize(events) && std::chrono::steady_clock::now() < end)
      server.run_one_for(100ms);
    BOOST_REQUIRE(reach() + 800 >= std::ssize(events));
  }
  std::int64_t reach() { return wait(io, store->unbroken(code)).value(); }
  void sql(const std::string& text) {
    pqxx::connection connection(shared_postgres().admin_url());
    pqxx::work work(connection);
    work.exec("SET LOCAL search_path = eeveon; " + text);
    work.commit();
  }
  void check_times(int count) {
    std::mt19937_64 dice(5);
    const auto first = events.front().recorded_at.us - 10'000'000,
               last = events.back().recorded_at.us + 10'000'000;
    for (int i = 0; i < count; ++i) {
      const timestamp at{first +
                         static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(last - first))};
      std::int64_t expected = 0;
      for (const auto& event : events)
        if (event.recorded_at.us / 1000 <= at.us / 1000) expected = event.position;
      BOOST_TEST(wait(io, past.last_until(at)).value().position == expected);
    }
  }

  asio::io_context io;
  std::vector<recorded_event> events;
  std::string code{fold_code()};
  std::unique_ptr<past_store> store = pg::make_past_store(shared_postgres().url(), io.get_executor());
  std::unique_ptr<workbench> bench = blocking::make_workbench(io.get_executor(), 2);
  past_boards past{*store, *bench};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(past_over_postgres)

BOOST_FIXTURE_TEST_CASE(a_thousand_moments_by_position_and_by_time_stand_as_a_fresh_fold_tells,
                        past_of_postgres) {
  make_snapshots();
  std::mt19937_64 dice(17);
  std::map<std::int64_t, std::string> expected;
  while (expected.size() < 1000) expected[1 + static_cast<std::int64_t>(dice() % events.size())];
  views fold;
  for (const auto& event : events) {
    fold.apply(event);
    if (const auto cut = expected.find(event.position); cut != expected.end())
      cut->second = json::serialize(board_of(fold, event.position, event.recorded_at));
  }
  std::vector<std::int64_t> order;
  for (const auto& [position, text] : expected) order.push_back(position);
  std::shuffle(order.begin(), order.end(), dice);
  std::size_t wrong = 0;
  for (const auto position : order) {
    const auto when = wait(io, past.moment_of(position)).value();
    wrong += wait(io, past.board(when)).value() != expected.at(position);
  }
  BOOST_TEST(wrong == 0u);
  check_times(1000);
}

BOOST_FIXTURE_TEST_CASE(times_are_right_whatever_has_become_of_the_snapshots, past_of_postgres) {
  check_times(50);
  make_snapshots();
  sql("DELETE FROM view_snapshots WHERE position IN (SELECT position FROM view_snapshots ORDER BY position "
      "OFFSET 5 LIMIT 3)");
  check_times(100);
  // Where they are missing, they are made again.
  BOOST_TEST(reach() < 10'000);
  make_snapshots();
  check_times(100);
}

BOOST_FIXTURE_TEST_CASE(snapshots_of_other_code_are_not_given_out_and_are_thrown_away, past_of_postgres) {
  const auto as = [&](const std::string& fold) {
    return wait(io, store->snapshot(fold, 0, 100'000)).value();
  };
  BOOST_REQUIRE(wait(io, store->keep("older", {400, 0, "{}"})));
  BOOST_TEST(!as(code).has_value());
  BOOST_REQUIRE(wait(io, store->keep(code, {500, 0, std::string(100'000, 'x')})));
  BOOST_REQUIRE(wait(io, store->keep(code, {500, 0, "kept is kept"})));
  BOOST_TEST(as(code)->text == std::string(100'000, 'x'));
  BOOST_TEST(!wait(io, store->snapshot(code, 500, 100'000)).value().has_value());
  BOOST_REQUIRE(wait(io, store->forget_others(code)));
  BOOST_TEST(!as("older").has_value());
  BOOST_REQUIRE(wait(io, store->forget_after(code, 499)));
  BOOST_TEST(!as(code).has_value());
}

BOOST_AUTO_TEST_CASE(an_empty_log_has_no_past) {
  past_of_postgres none(0);
  BOOST_TEST(wait(none.io, none.past.span()).value().last.position == 0);
  BOOST_TEST(wait(none.io, none.past.last_until({1})).value().position == 0);
  BOOST_TEST(!wait(none.io, none.past.moment_of(1)).has_value());
  BOOST_TEST(wait(none.io, none.past.board({})).value().starts_with(R"({"position":0,)"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
