// A COMMIT whose answer is lost: how its fate is found, and what its senders learn meanwhile.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>
#include <pqxx/pqxx>

#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/schema.hpp"
#include "tests/contract/event_store_contract.hpp"
#include "tests/support/postgres_fixture.hpp"

namespace eeveon::test {
namespace {

using namespace std::chrono_literals;

// Dies when the application's statement waits in it: sent whole, never answered.
void kill_with_a_statement_in_the_air(postgres_fixture& server, pqxx::connection& looking) {
  const auto waits = [&] {
    pqxx::nontransaction asking(looking);
    return !asking
                .exec(
                    "SELECT 1 FROM pg_stat_activity WHERE usename = 'eeveon_app' AND wait_event_type = "
                    "'Lock'")
                .empty();
  };
  while (!waits()) {
  }
  server.kill();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(doubt)

BOOST_AUTO_TEST_CASE(a_delivery_in_doubt_is_answered_while_postgresql_is_away_and_is_there_once_at_last) {
  postgres_fixture server;
  BOOST_REQUIRE(pg::migrate(server.admin_url()));
  asio::io_context io;
  pg::append_limits limits;
  limits.doubt = 50ms;
  const auto store = pg::make_event_store(server.url(), limits, io.get_executor(), {});
  const auto holding = *pg::pipeline::open(server.url());
  holding->send("begin");
  holding->send("lock_head");
  BOOST_REQUIRE(holding->collect());
  pqxx::connection looking(server.admin_url());
  std::thread killing([&] { kill_with_a_statement_in_the_air(server, looking); });
  const auto lost = wait(io, store->append(delivered("d1", "body")));
  killing.join();
  BOOST_REQUIRE(!lost);
  BOOST_TEST((lost.error().code == errc::unavailable));
  server.start();
  result<append_outcome> again;
  do again = wait(io, store->append(delivered("d1", "body")));
  while (!again && again.error().code == errc::unavailable);
  BOOST_REQUIRE(again);
  BOOST_TEST(again->position == 1);
  BOOST_TEST(wait(io, store->read_log(0, 10)).value().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_lost_batch_that_postgresql_would_refuse_is_settled_as_not_written) {
  shared_postgres().truncate();
  const auto line = *pg::pipeline::open(shared_postgres().url());
  auto command = delivered("d1", "body");
  command.streams[0].stream = "no \xff text";
  const append_command* const commands[] = {&command};
  pg::batch_report report;
  report.outcomes.push_back(append_outcome{});
  report.events = 1;
  report.doubt = pg::commit_trace{};
  BOOST_REQUIRE(pg::settle_doubt(*line, commands, report));
  BOOST_REQUIRE(!report.outcomes[0]);
  BOOST_TEST((report.outcomes[0].error().code == errc::unavailable));
  BOOST_TEST(report.events == 0);
}

BOOST_AUTO_TEST_CASE(the_fate_of_a_commit_is_found_by_its_transaction) {
  shared_postgres().truncate();
  const auto one = *pg::pipeline::open(shared_postgres().url()),
             other = *pg::pipeline::open(shared_postgres().url());
  const auto begin = [&] {
    one->send("begin");
    one->send("open_batch");
    return pg::commit_trace{std::string(one->collect().value()[1].bytes(0, 1)), {}, 0, {}};
  };
  const auto end = [&](const char* how) {
    one->send(how);
    BOOST_REQUIRE(one->collect());
  };
  auto trace = begin();
  BOOST_TEST((pg::find_fate(*other, trace)->fate == pg::commit_fate::undecided));
  end("commit");
  BOOST_TEST((pg::find_fate(*other, trace)->fate == pg::commit_fate::committed));
  trace.stream = "a";  // the same number, but an event that is not there: another transaction's after a crash
  trace.version = 1;
  trace.leaf = std::string(32, 'x');
  BOOST_TEST((pg::find_fate(*other, trace)->fate == pg::commit_fate::aborted));
  trace = begin();
  end("rollback");
  BOOST_TEST((pg::find_fate(*other, trace)->fate == pg::commit_fate::aborted));
  trace.transaction[5] = '\x7f';
  BOOST_TEST((pg::find_fate(*other, trace)->fate == pg::commit_fate::aborted));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
