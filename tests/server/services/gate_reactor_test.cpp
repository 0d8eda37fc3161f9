// The gate's reading of the log.
#include "server/services/gate_reactor.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>

#include "core/repository/events.hpp"
#include "tests/support/looped_log.hpp"

namespace eeveon::test {
namespace {

// A gate that starts a no-op run for each delivery.
struct noop_gate : looped_log {
  void start() {
    asio::co_spawn(io, gate.run(), asio::detached);
    io.poll();
  }
  void add_push() {
    const auto told = make_event(push_received{.repository = {.provider = "github", .id = "1"}});
    const auto place = std::ssize(log->events) + 1;
    log->events.push_back(
        {.position = place, .stream = "repo-github-1", .version = place, .type = told.type});
    log->events.back().data = told.data;
  }

  fake_doorbell bell;
  fake_clock clock;
  duty mine{io.get_executor(), "gate", true};
  gate_reactor gate{{*store, bell, clock, grown, mine, true}};
};

BOOST_FIXTURE_TEST_SUITE(a_gate_far_behind, noop_gate)

BOOST_AUTO_TEST_CASE(catches_up_without_waiting_for_anything) {
  for (int i = 0; i < 4000; ++i) add_push();
  start();
  BOOST_TEST(log->runs.size() == 4000u);
}

BOOST_AUTO_TEST_CASE(waits_although_somebody_announces_what_is_not_there) {
  start();
  grown.hear("9000000000000000000");
  io.poll();  // one that never waits never comes back from here
  add_push();
  grown.hear("1");
  io.poll();
  BOOST_TEST(log->runs.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
