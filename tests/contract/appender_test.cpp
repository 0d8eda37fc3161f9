// What the appender promises under load and when PostgreSQL dies beneath it.
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/test/unit_test.hpp>
#include <pqxx/pqxx>
#include <set>
#include <thread>

#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/schema.hpp"
#include "tests/contract/event_store_contract.hpp"
#include "tests/support/other_session.hpp"
#include "tests/support/postgres_fixture.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

struct load {
  asio::io_context io;
  std::unique_ptr<event_store> store;
  std::set<std::string> acknowledged;  // delivery keys
  std::vector<std::int64_t> positions;
  int refused = 0;
  std::size_t cut = 0;  // connections
  int running = 0;

  explicit load(const std::string& url) { store = pg::make_event_store(url, {}, io.get_executor(), {}); }
};

// Appends `count` deliveries one after the other; a refused one is sent again with the same key until it is
// answered.
asio::awaitable<void> deliver(load& l, int caller, int count) {
  asio::steady_timer pause(l.io);
  ++l.running;
  for (int i = 0; i < count;) {
    const std::string key = std::to_string(caller) + '-' + std::to_string(i);
    auto command = delivered(key, "body of " + key);
    command.streams.push_back({"deployment-" + key, 0, {{.type = "deployment_requested", .data = "{}"}}});
    const auto outcome = co_await l.store->append(std::move(command));
    if (outcome) {
      l.acknowledged.insert(key);
      if (!outcome->duplicate) l.positions.push_back(outcome->position);
      ++i;
      continue;
    }
    BOOST_REQUIRE((outcome.error().code == errc::unavailable));
    ++l.refused;
    pause.expires_after(20ms);
    co_await pause.async_wait(asio::use_awaitable);
  }
  --l.running;
}

asio::awaitable<void> append_into(load& l, append_command command, result<append_outcome>& out) {
  out = co_await l.store->append(std::move(command));
}

// Follows the log while it grows, as a projector does.
asio::awaitable<void> follow(load& l, std::vector<recorded_event>& seen, std::size_t until) {
  asio::steady_timer pause(l.io);
  while (seen.size() < until) {
    auto more = co_await l.store->read_log(static_cast<std::int64_t>(seen.size()), 500);
    BOOST_REQUIRE(more);  // errc::corrupt would be a hole
    seen.insert(seen.end(), more->begin(), more->end());
    pause.expires_after(1ms);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> strike(load& l, postgres_fixture& server, std::size_t after) {
  asio::steady_timer pause(l.io);
  while (l.acknowledged.size() < after) {
    pause.expires_after(1ms);
    co_await pause.async_wait(asio::use_awaitable);
  }
  server.kill();
  pause.expires_after(100ms);
  co_await pause.async_wait(asio::use_awaitable);
  server.start();
}

// Ends every connection of the application again and again, as a failing network would.
asio::awaitable<void> cut(load& l, std::size_t until) {
  asio::steady_timer pause(l.io);
  pqxx::connection admin(shared_postgres().admin_url());
  while (l.acknowledged.size() < until) {
    l.cut += pqxx::nontransaction(admin)
                 .exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'eeveon_app'")
                 .size();
    pause.expires_after(25ms);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

// Every acknowledged delivery stands in the log exactly once, and positions have no hole.
void check_log(load& l, std::size_t deliveries) {
  const auto log = wait(l.io, l.store->read_log(0, 1'000'000)).value();
  std::map<std::string, int> found;
  for (const auto& event : log)
    if (event.type == "push_received") ++found[event.delivery];
  BOOST_TEST(l.acknowledged.size() == deliveries);
  BOOST_TEST(found.size() == deliveries);
  BOOST_TEST(log.size() == 2 * deliveries);
  for (const auto& key : l.acknowledged) BOOST_TEST(found["github/default/" + key] == 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(appender)

BOOST_AUTO_TEST_CASE(sixteen_callers_and_a_reader_lose_nothing) {
  shared_postgres().truncate();
  load l(shared_postgres().url());
  std::vector<recorded_event> seen;
  for (int caller = 0; caller < 16; ++caller) asio::co_spawn(l.io, deliver(l, caller, 100), asio::detached);
  asio::co_spawn(l.io, follow(l, seen, 3200), asio::detached);
  l.io.run();
  BOOST_TEST(l.refused == 0);
  check_log(l, 1600);
  for (std::size_t i = 0; i < seen.size(); ++i)
    BOOST_REQUIRE(seen[i].position == static_cast<std::int64_t>(i) + 1);
}

BOOST_AUTO_TEST_CASE(two_processes_share_one_log_without_a_hole) {
  shared_postgres().truncate();
  load one(shared_postgres().url()), other(shared_postgres().url());
  for (int caller = 0; caller < 8; ++caller) {
    asio::co_spawn(one.io, deliver(one, caller, 60), asio::detached);
    asio::co_spawn(other.io, deliver(other, caller + 100, 60), asio::detached);
  }
  std::thread second([&] { other.io.run(); });
  one.io.run();
  second.join();
  one.acknowledged.merge(other.acknowledged);
  check_log(one, 960);
}

BOOST_AUTO_TEST_CASE(a_killed_postmaster_loses_nothing_acknowledged) {
  postgres_fixture server;
  BOOST_REQUIRE(pg::migrate(server.admin_url()));
  load l(server.url());
  for (int caller = 0; caller < 16; ++caller) asio::co_spawn(l.io, deliver(l, caller, 200), asio::detached);
  asio::co_spawn(l.io, strike(l, server, 500), asio::detached);
  l.io.run();
  BOOST_TEST(l.refused > 0);
  check_log(l, 3200);
}

BOOST_AUTO_TEST_CASE(connections_cut_under_load_lose_and_double_nothing) {
  shared_postgres().truncate();
  load l(shared_postgres().url());
  for (int caller = 0; caller < 16; ++caller) asio::co_spawn(l.io, deliver(l, caller, 60), asio::detached);
  asio::co_spawn(l.io, cut(l, 900), asio::detached);
  l.io.run();
  BOOST_TEST(l.cut > 3u);  // most were at work; what they carried was found out, or sent again
  check_log(l, 960);
}

BOOST_AUTO_TEST_CASE(while_postgres_is_away_the_answer_comes_quickly) {
  asio::io_context io;
  const auto store = pg::make_event_store("postgresql:///x?host=/nowhere", {}, io.get_executor(), {});
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i)
    BOOST_TEST((wait(io, store->append(fact("a"))).error().code == errc::unavailable));
  BOOST_TEST((std::chrono::steady_clock::now() - begin < 1s));
  BOOST_TEST((wait(io, store->head()).error().code == errc::unavailable));
}

BOOST_AUTO_TEST_CASE(one_unstorable_command_fails_alone) {
  shared_postgres().truncate();
  load l(shared_postgres().url());
  std::vector<result<append_outcome>> outcomes(3);
  asio::co_spawn(l.io, append_into(l, fact("a"), outcomes[0]), asio::detached);
  asio::co_spawn(l.io, append_into(l, fact("no \xff text"), outcomes[1]), asio::detached);
  asio::co_spawn(l.io, append_into(l, fact("b"), outcomes[2]), asio::detached);
  l.io.run();
  BOOST_TEST(outcomes[0].has_value());
  BOOST_TEST((outcomes[1].error().code == errc::invalid));
  BOOST_TEST(outcomes[2].has_value());
}

BOOST_AUTO_TEST_CASE(commands_that_postgres_cannot_take_now_are_all_unavailable) {
  shared_postgres().truncate();
  load l(shared_postgres().url());
  other_session other;
  other.lock("SELECT position FROM eeveon.log_head FOR UPDATE");
  std::vector<result<append_outcome>> outcomes(3);
  for (std::size_t i = 0; i < 3; ++i)
    asio::co_spawn(l.io, append_into(l, fact("stream-" + std::to_string(i)), outcomes[i]), asio::detached);
  std::atomic<bool> answered = false;
  std::thread appending([&] {
    l.io.run();
    answered = true;
  });
  std::set<std::string> cancelled;  // transactions
  while (!answered)
    for (const auto& waiting : other.cancel_waiting()) cancelled.insert(waiting);
  appending.join();
  for (const auto& outcome : outcomes) {
    BOOST_REQUIRE((!outcome && outcome.error().code == errc::unavailable));
    BOOST_TEST(outcome.error().detail.find("canceling") == std::string::npos);
  }
  BOOST_TEST(cancelled.size() <= 2u);  // the first may come alone; a batch is not taken apart
}

BOOST_AUTO_TEST_CASE(a_store_that_ends_waits_for_the_webhook_under_way) {
  shared_postgres().truncate();
  load l(shared_postgres().url());
  BOOST_REQUIRE(wait(l.io, l.store->append(delivered("d1", "body"))));
  other_session other;
  other.lock("SELECT position FROM eeveon.log_head FOR UPDATE");
  result<append_outcome> outcome;
  asio::co_spawn(l.io, append_into(l, delivered("d2", "body"), outcome), asio::detached);
  l.io.restart();
  l.io.poll();
  other.wait_until_somebody_waits();
  std::thread letting_go([&] { other.let_go(); });
  l.store.reset();
  letting_go.join();
  l.io.run();
  BOOST_REQUIRE(outcome);
  BOOST_TEST(outcome->position == 2);
}

BOOST_AUTO_TEST_CASE(a_webhook_that_is_refused_on_its_way_alone_is_tried_by_a_writer) {
  shared_postgres().truncate();
  load l(shared_postgres().url());
  BOOST_REQUIRE(wait(l.io, l.store->append(delivered("d1", "body"))));
  other_session other;
  other.lock("SELECT position FROM eeveon.log_head FOR UPDATE");
  std::vector<result<append_outcome>> outcomes(2);
  asio::co_spawn(l.io, append_into(l, delivered("d2", "body"), outcomes[0]), asio::detached);
  asio::co_spawn(l.io, append_into(l, delivered("d1", "body"), outcomes[1]), asio::detached);
  l.io.restart();
  l.io.poll();
  other.wait_until_somebody_waits();
  other.cancel_waiting();  // what is refused goes the writer's way
  other.let_go();
  l.io.run();
  BOOST_REQUIRE(outcomes[1]);
  BOOST_TEST(outcomes[1]->duplicate);
  BOOST_TEST((outcomes[0] || outcomes[0].error().code == errc::unavailable));
}

BOOST_AUTO_TEST_CASE(a_judged_batch_that_met_a_deadlock_is_tried_again) {
  shared_postgres().truncate();
  load l(shared_postgres().url());
  BOOST_REQUIRE(wait(l.io, l.store->append(fact("a"))));
  other_session other;
  other.lock("SELECT position FROM eeveon.log_head FOR UPDATE");
  result<append_outcome> outcome;
  asio::co_spawn(l.io, append_into(l, decision("a", 1), outcome), asio::detached);
  l.io.restart();
  std::thread appending([&] { l.io.run(); });
  other.wait_until_somebody_waits();
  other.lock("SELECT version FROM eeveon.streams WHERE id = 'a' FOR UPDATE");
  other.let_go();
  appending.join();
  BOOST_REQUIRE(outcome);
  BOOST_TEST(outcome->position == 2);
}

BOOST_AUTO_TEST_CASE(the_hook_hears_of_every_commit) {
  shared_postgres().truncate();
  asio::io_context io;
  std::vector<std::string> offered;
  std::int64_t head = 0;
  const auto store = pg::make_event_store(shared_postgres().url(), {}, io.get_executor(),
                                          [&](std::int64_t position, std::vector<std::string> runs) {
                                            head = position;
                                            offered.insert(offered.end(), runs.begin(), runs.end());
                                          });
  BOOST_REQUIRE(wait(io, store->append(start_run("run_1", ""))));
  BOOST_TEST(head == 1);
  BOOST_TEST(offered.at(0) == "run_1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
