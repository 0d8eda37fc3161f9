// The short way of a batch of facts: it leaves the same rows as the long one, and gives way where there is
// something to judge.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>
#include <pqxx/pqxx>

#include "adapters/postgres/append_facts.hpp"
#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/log_tail.hpp"
#include "core/events/leaf.hpp"
#include "tests/contract/event_store_contract.hpp"
#include "tests/support/postgres_fixture.hpp"

namespace eeveon::test {
namespace {

std::vector<const append_command*> pointers(const std::vector<append_command>& commands) {
  std::vector<const append_command*> out;
  for (const auto& command : commands) out.push_back(&command);
  return out;
}

struct batch_store {
  std::unique_ptr<pg::pipeline> line =
      (shared_postgres().truncate(), std::move(pg::pipeline::open(shared_postgres().url()).value()));
  asio::io_context io;
  std::unique_ptr<event_store> events =
      pg::make_event_store(shared_postgres().url(), {}, io.get_executor(), {});

  result<pg::batch_report> append(const std::vector<append_command>& commands) {
    return pg::append_facts(*line, pointers(commands));
  }
  std::vector<recorded_event> log() { return wait(io, events->read_log(0, 1000)).value(); }
};

append_command on_stream(append_command command, const std::string& stream) {
  command.streams[0].stream = stream;
  return command;
}

void check_leaves(const std::vector<recorded_event>& log) {
  pqxx::connection connection(shared_postgres().admin_url());
  const auto leaves =
      pqxx::work(connection).exec("SELECT encode(leaf, 'hex') FROM eeveon.events ORDER BY position");
  BOOST_REQUIRE(static_cast<std::size_t>(leaves.size()) == log.size());
  for (std::size_t i = 0; i < log.size(); ++i)
    BOOST_TEST(leaves[static_cast<int>(i)][0].as<std::string>() ==
               to_hex(leaf_hash(leaf_envelope(log[i], "default", sha256("body")))));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(facts)

BOOST_AUTO_TEST_CASE(one_fact_and_several_are_numbered_and_hashed_alike) {
  batch_store s;
  BOOST_REQUIRE(s.append({delivered("d1", "body")}));
  auto two_events = on_stream(delivered("d2", "body"), "b");
  two_events.streams[0].events.push_back({.type = "thing_happened", .data = R"({"n":2})"});
  const auto report =
      s.append({two_events, delivered("d3", "body"), on_stream(delivered("d4", "body"), "b")});
  BOOST_REQUIRE(report);
  BOOST_REQUIRE(s.append({on_stream(delivered("d5", "body"), "b")}));
  const auto log = s.log();
  BOOST_REQUIRE(log.size() == 6u);
  const std::pair<std::string, std::int64_t> wanted[] = {{"repo-github-1", 1}, {"b", 1}, {"b", 2},
                                                         {"repo-github-1", 2}, {"b", 3}, {"b", 4}};
  for (std::size_t i = 0; i < log.size(); ++i) {
    BOOST_TEST(log[i].stream == wanted[i].first);
    BOOST_TEST(log[i].version == wanted[i].second);
  }
  BOOST_TEST(report->head == 5);
  BOOST_TEST((report->versions == std::vector<std::int64_t>{1, 2, 2, 3}));
  BOOST_TEST((report->recorded_at == log[1].recorded_at));
  BOOST_TEST(report->outcomes[0]->first_position == 2);
  BOOST_TEST(report->outcomes[0]->position == 3);
  BOOST_TEST(report->outcomes[2]->position == 5);
  check_leaves(log);
}

BOOST_AUTO_TEST_CASE(a_known_delivery_fails_the_short_way_and_leaves_nothing) {
  batch_store s;
  BOOST_REQUIRE(s.append({delivered("d1", "body")}));
  BOOST_TEST(!s.append({delivered("d1", "body")}));
  BOOST_TEST(!s.append({delivered("d0", "body"), delivered("d1", "body")}));
  BOOST_TEST(s.line->alive());
  BOOST_TEST(s.log().size() == 1u);
  const auto commands = std::vector{delivered("d0", "body"), delivered("d1", "body")};
  const auto judged = pg::append_batch(*s.line, pointers(commands));
  BOOST_REQUIRE(judged);
  BOOST_TEST(!judged->outcomes[0]->duplicate);
  BOOST_TEST(judged->outcomes[1]->duplicate);
  BOOST_TEST(s.log().size() == 2u);
}

BOOST_AUTO_TEST_CASE(what_must_be_judged_is_no_fact) {
  auto expects = delivered("d1", "body");
  expects.streams[0].expected = 0;
  auto starts = start_run("run_1", "");
  starts.from = delivered("d2", "body").from;
  for (const auto& command : {fact("a"), expects, starts, guarded("run_1", 1)})
    BOOST_TEST(!pg::are_facts(pointers({delivered("d0", "body"), command})));
  BOOST_TEST(pg::are_facts(pointers({delivered("d0", "body"), delivered("d1", "body")})));
}

BOOST_AUTO_TEST_CASE(a_connection_that_was_closed_unused_is_seen_before_anything_is_sent) {
  shared_postgres().truncate();
  const auto line = std::move(pg::pipeline::open(shared_postgres().url()).value());
  BOOST_TEST(line->is_open());
  pqxx::connection admin(shared_postgres().admin_url());
  pqxx::nontransaction work(admin);
  work.exec("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = 'eeveon_app'");
  const std::vector commands{delivered("d1", "body")};
  const auto report = pg::append_facts(*line, pointers(commands));
  BOOST_REQUIRE(!report);
  BOOST_TEST((report.error().code == errc::unavailable));
}

BOOST_AUTO_TEST_CASE(a_follower_finds_near_events_as_they_were_recorded) {
  batch_store s;
  for (int i = 0; i < 5; ++i)
    BOOST_REQUIRE(wait(s.io, s.events->append(delivered("d" + std::to_string(i), "body"))));
  s.io.restart();
  s.io.poll();
  const auto near = wait(s.io, s.events->follow_log(2, 2)).value();
  const auto log = s.log();
  BOOST_REQUIRE(near.size() == 2u);
  for (std::size_t i = 0; i < near.size(); ++i) {
    const auto &kept = near[i], &stored = log[i + 2];
    BOOST_TEST(kept.position == stored.position);
    BOOST_TEST(kept.stream == stored.stream);
    BOOST_TEST(kept.version == stored.version);
    BOOST_TEST(kept.type == stored.type);
    BOOST_TEST(kept.actor == stored.actor);
    BOOST_TEST((kept.correlation == stored.correlation));
    BOOST_TEST((kept.recorded_at == stored.recorded_at));
    BOOST_TEST(kept.data == stored.data);
    BOOST_TEST(kept.delivery == stored.delivery);
  }
}

BOOST_AUTO_TEST_CASE(the_tail_of_the_log_tells_nothing_across_a_hole) {
  pg::log_tail tail;
  BOOST_TEST(tail.following(0, 10).empty());
  const auto at = [](std::int64_t position) { return recorded_event{.position = position}; };
  tail.keep({at(3), at(4), at(6)});
  BOOST_TEST(tail.following(1, 10).empty());
  BOOST_TEST(tail.following(2, 10).size() == 2u);
  BOOST_TEST(tail.following(2, 1).size() == 1u);
  BOOST_TEST(tail.following(5, 10).size() == 1u);
  tail.keep({at(3 + 2048)});
  BOOST_TEST(tail.following(2, 10).empty());
  tail.keep({at(3)});  // read late: what is newer stays
  BOOST_TEST(tail.following(2 + 2048, 10).size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
