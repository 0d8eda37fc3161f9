// Health checks that are commands: made where the log says, for whoever asks by name.
#include "workers/health_checker.hpp"

#include <sys/stat.h>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "adapters/net/http_client.hpp"
#include "core/project/events.hpp"
#include "tests/support/child.hpp"
#include "tests/support/fake_ports.hpp"
#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
namespace json = boost::json;

namespace {

struct asked_workers : test::node_fixture {
  asked_workers() {
    bell.on_announce = [this](const std::string& channel, const std::string& message) {
      BOOST_TEST(channel == channel_node_checked);
      answers.push_back(parse_look<health_answer>(message).value());
      io.stop();
    };
    for (int i = 0; i < 2; ++i) asio::co_spawn(io, checker.run(), [](std::exception_ptr) {});
  }
  template <class Event>
  void append(const std::string& stream, const Event& event) {
    append_command command{.actor = "test"};
    command.streams.push_back({stream, std::nullopt, {make_event(event)}});
    BOOST_REQUIRE(test::wait(io, events->append(std::move(command))).has_value());
  }
  void apply(const std::string& command) {
    const auto spec =
        json::parse(R"({"project":"shop","repository":"https://example.org/a.git","environments":{)"
                    R"("live":{"nodes":{"group":"web"},"health":{"command":)" +
                    command + R"(,"timeout":"5s"}}}})");
    append(project_stream("shop"), project_applied{"shop", spec.as_object()});
  }
  // A node with a release that is live, whose `check` is this program.
  node_registered with_check(node_registered node, const std::string& text) {
    node.groups = {"web"};
    append(node_stream(node.name), node);
    release(node, "rel_1", pack({{"a", "1"}}), "0.5");
    const auto path = node.root + "/shop/live/releases/rel_1/check";
    test::write_file(path, "#!/bin/sh\n" + text);
    ::chmod(path.c_str(), 0755);
    BOOST_REQUIRE(call(node, "switch", {"shop", "live", "0.5", "rel_1"}).has_value());
    return node;
  }
  void ask(const std::string& node, const std::string& worker = {}, const std::string& environment = "live") {
    checker.hear(json::serialize(codec::write(node_question{.check = "chk_" + std::to_string(++asked),
                                                            .node = node,
                                                            .worker = worker,
                                                            .project = "shop",
                                                            .environment = environment})));
  }
  health_answer answer() {
    const auto before = answers.size();
    io.restart();
    io.run_for(std::chrono::seconds(30));
    BOOST_REQUIRE_EQUAL(answers.size(), before + 1);
    BOOST_TEST(answers.back().worker == "worker-1");
    return answers.back();
  }

  std::shared_ptr<test::fake_log> log = std::make_shared<test::fake_log>();
  std::unique_ptr<event_store> events = test::make_fake_event_store(log);
  std::unique_ptr<http_client> http = make_http_client();
  workers::step_performer performer{{*programs, *nodes, *artifacts, *http}};
  test::fake_doorbell bell;
  std::vector<health_answer> answers;
  int asked = 0;
  workers::node_answers checker{*events, bell, "worker-1", io.get_executor(),
                                workers::health_checks(performer, "worker-1")};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(health_by_command, asked_workers)

BOOST_AUTO_TEST_CASE(a_command_is_run_in_what_is_live_on_the_node) {
  apply(R"({"run":[["./check"]],"on":"node"})");
  for (const auto& node : {with_check(local("node-1"), "test ! -e ill && test $EEVEON_RELEASE = rel_1"),
                           with_check(over_ssh("node-2"), "test ! -e ill && test $EEVEON_RELEASE = rel_1")}) {
    ask(node.name);
    auto told = answer();
    BOOST_TEST(told.node == node.name);
    BOOST_TEST(told.healthy, told.remark);
    test::write_file(node.root + "/shop/live/current/ill", "");
    ask(node.name);
    told = answer();
    BOOST_TEST(!told.healthy);
    BOOST_TEST(told.remark == "not healthy: the check ended with 1");
  }
}

BOOST_AUTO_TEST_CASE(a_node_that_cannot_be_reached_is_not_healthy) {
  apply(R"({"run":[["true"]],"on":"node"})");
  with_check(over_ssh("node-1"), "true");
  ask("node-1");
  BOOST_TEST(answer().healthy);
  daemons.front()->kill();
  ask("node-1");
  const auto told = answer();
  BOOST_TEST(!told.healthy);
  BOOST_TEST(told.remark.find("node-1") != std::string::npos, told.remark);
}

BOOST_AUTO_TEST_CASE(a_program_of_the_worker_is_told_the_node) {
  apply(R"({"run":[["sh","-c","test \"$0\" = 10.1.2.3","{node}"]],"on":"worker"})");
  for (const std::string address : {"10.1.2.3", "10.1.2.4"}) {
    auto node = local("node-1");
    node.groups = {"web"}, node.address = address;
    append(node_stream(node.name), node);
    ask(node.name);
    BOOST_TEST(answer().healthy == (address == "10.1.2.3"));
  }
}

// What is sent over the doorbell may be anybody's: it can have made what the log says, and nothing else.
BOOST_AUTO_TEST_CASE(a_question_names_a_check_and_brings_none) {
  apply(R"({"run":[["true"]],"on":"worker"})");
  for (const std::string name : {"node-1", "stranger"}) {
    auto node = local(name);
    if (name == "node-1") node.groups = {"web"};
    append(node_stream(name), node);
  }
  ask("stranger");
  ask("nobody");
  ask("node-1", {}, "elsewhere");
  ask("node-1", "worker-2");
  checker.hear(R"({"check":"chk","node":"node-1","project":"shop","environment":["live"]})");
  checker.hear(R"({"check":"","node":"node-1","project":"shop","environment":"live"})");
  checker.hear("no json");
  checker.hear(R"({"check":"chk","node":")" + std::string(2000, 'n') + "\"}");
  ask("node-1", "worker-1");
  BOOST_TEST(answer().check == "chk_5");
}

BOOST_AUTO_TEST_SUITE_END()
