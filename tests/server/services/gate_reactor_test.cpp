// The gate's reading of the log.
#include "server/services/gate_reactor.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include "core/repository/events.hpp"
#include "tests/support/fake_ports.hpp"

namespace eeveon::test {
namespace {

BOOST_AUTO_TEST_SUITE(a_gate_far_behind)

BOOST_AUTO_TEST_CASE(catches_up_without_waiting_for_anything) {
  asio::io_context io{1};
  const auto log = std::make_shared<fake_log>();
  for (int i = 1; i <= 4000; ++i) {
    const auto told = make_event(push_received{.repository = {.provider = "github", .id = "1"}});
    log->events.push_back({.position = i, .stream = "repo-github-1", .version = i, .type = told.type});
    log->events.back().data = told.data;
  }
  const auto store = make_fake_event_store(log);
  fake_doorbell bell;
  fake_clock clock;
  log_signal grown{io.get_executor()};
  duty mine{io.get_executor(), "gate", true};
  gate_reactor gate({*store, bell, clock, grown, mine, true});
  asio::co_spawn(io, gate.run(), asio::detached);
  io.poll();
  BOOST_TEST(log->runs.size() == 4000u);
}

BOOST_AUTO_TEST_CASE(waits_although_somebody_announces_what_is_not_there) {
  asio::io_context io{1};
  const auto log = std::make_shared<fake_log>();
  const auto store = make_fake_event_store(log);
  fake_doorbell bell;
  fake_clock clock;
  log_signal grown{io.get_executor()};
  duty mine{io.get_executor(), "gate", true};
  gate_reactor gate({*store, bell, clock, grown, mine, true});
  asio::co_spawn(io, gate.run(), asio::detached);
  io.poll();
  grown.hear("9000000000000000000");
  io.poll();  // one that never waits never comes back from here
  log->events.push_back({.position = 1, .stream = "repo-github-1", .version = 1});
  const auto told = make_event(push_received{.repository = {.provider = "github", .id = "1"}});
  log->events.back().type = told.type, log->events.back().data = told.data;
  grown.hear("1");
  io.poll();
  BOOST_TEST(log->runs.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
