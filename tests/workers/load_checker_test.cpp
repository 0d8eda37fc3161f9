// How busy nodes are: read by their own script, told to whoever asked.
#include "workers/load_checker.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "core/node/load.hpp"
#include "tests/support/fake_ports.hpp"
#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
namespace json = boost::json;

namespace {

struct asked_about_load : test::node_fixture {
  asked_about_load() {
    bell.on_announce = [this](const std::string& channel, const std::string& message) {
      BOOST_TEST(channel == channel_node_loaded);
      answers.push_back(parse_look<load_answer>(message).value());
      io.stop();
    };
    asio::co_spawn(io, checker.run(), [](std::exception_ptr) {});
  }
  void registered(const node_registered& node) {
    append_command command{.actor = "test"};
    command.streams.push_back({node_stream(node.name), std::nullopt, {make_event(node)}});
    BOOST_REQUIRE(test::wait(io, events->append(std::move(command))).has_value());
  }
  void ask(const std::string& node, const std::string& worker = {}) {
    checker.hear(
        json::serialize(codec::write(node_question{.check = "load", .node = node, .worker = worker})));
  }
  void run() {
    io.restart();
    io.run_for(std::chrono::seconds(20));
  }

  std::shared_ptr<test::fake_log> log = std::make_shared<test::fake_log>();
  std::unique_ptr<event_store> events = test::make_fake_event_store(log);
  test::fake_doorbell bell;
  std::vector<load_answer> answers;
  workers::node_answers checker{*events, bell, "worker-1", io.get_executor(),
                                workers::load_checks(*nodes, "worker-1")};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(load_of_nodes, asked_about_load)

BOOST_AUTO_TEST_CASE(a_node_tells_how_busy_its_machine_is) {
  for (const auto& node : {local("node-1"), over_ssh("node-2")}) {
    registered(node);
    const auto before = answers.size();
    ask(node.name);
    run();
    BOOST_REQUIRE_EQUAL(answers.size(), before + 1);
    const auto& told = answers.back();
    BOOST_TEST(told.node == node.name);
    BOOST_TEST(told.worker == "worker-1");
    BOOST_REQUIRE(told.load.load1 && told.load.cores && told.load.memory_used && told.load.memory_total &&
                  told.load.disk_used && told.load.disk_total);
    BOOST_TEST(*told.load.cores >= 1);
    BOOST_TEST(*told.load.memory_used < *told.load.memory_total);
    BOOST_TEST(*told.load.disk_total > (1 << 20));
  }
}

BOOST_AUTO_TEST_CASE(nobody_speaks_of_a_node_that_is_not_there) {
  ask("nowhere");
  ask("node-1", "another-worker");
  const auto here = local("node-1");
  registered(here);
  ask("node-1");
  run();
  BOOST_REQUIRE_EQUAL(answers.size(), 1u);
  BOOST_TEST(answers[0].node == "node-1");
}

BOOST_AUTO_TEST_SUITE_END()
