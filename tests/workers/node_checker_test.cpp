// What a person is told of a node before anything is deployed to it.
#include "workers/node_checker.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "tests/support/fake_ports.hpp"
#include "tests/support/io.hpp"
#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
namespace json = boost::json;

namespace {

struct looking : test::node_fixture {
  looking() { std::filesystem::create_directories(folder + "/empty"); }
  // "connection ok, disk ok"
  std::string states(const node_registered& node) {
    std::string out;
    for (const auto& one : test::wait(io, workers::look_at(*nodes, node, folder + "/empty"))) {
      last = one.at("remark").get_string();
      out += (out.empty() ? "" : ", ") + std::string(one.at("what").get_string()) + " " +
             std::string(one.at("state").get_string());
    }
    return out;
  }
  std::string last;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(looking_at_nodes, looking)

BOOST_AUTO_TEST_CASE(a_sound_node_is_told_as_such) {
  const auto near = local("node-1"), far = over_ssh("node-2");
  for (const auto& node : {near, far})
    for (int again = 0; again < 2; ++again)
      BOOST_TEST(states(node).find("connection ok, disk ") == 0u, states(node) << ": " << last);
  BOOST_TEST(states(near).ends_with("rsync ok"));
  BOOST_TEST(states(far).ends_with("rsync ok"));
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_wrong_with_its_reason) {
  auto far = over_ssh("node-2");
  daemons.front()->kill();
  BOOST_TEST(states(far) == "connection wrong");
  BOOST_TEST(last.find("node-2") != std::string::npos, last);
}

BOOST_AUTO_TEST_CASE(whoever_asks_is_answered_under_his_own_number) {
  const auto node = local("node-1");
  auto log = std::make_shared<test::fake_log>();
  const auto events = test::make_fake_event_store(log);
  test::fake_doorbell bell;
  append_command command{.actor = "test"};
  command.streams.push_back({node_stream(node.name), std::nullopt, {make_event(node)}});
  BOOST_REQUIRE(test::wait(io, events->append(std::move(command))).has_value());
  workers::node_checker checker({*events, *nodes, bell, "worker-1", folder + "/empty"}, io.get_executor());
  checker.hear("no json");
  checker.hear(R"({"check":"chk_0","node":"stranger"})");
  checker.hear(R"({"check":"chk_1","node":"node-1"})");
  bell.on_announce = [&](const std::string&, const std::string&) { io.stop(); };
  asio::co_spawn(io, checker.run(), [](std::exception_ptr) {});
  io.restart();
  io.run_for(std::chrono::seconds(30));
  BOOST_REQUIRE_EQUAL(bell.announced.size(), 1u);
  BOOST_TEST(bell.announced.front().first == channel_node_checked);
  const auto told = json::parse(bell.announced.front().second);
  BOOST_TEST(told.at("check") == json::value("chk_1"));
  BOOST_TEST(told.at("worker") == json::value("worker-1"));
  BOOST_TEST(told.at("findings").get_array().size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()
