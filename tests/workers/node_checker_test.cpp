// What a person is told of a node before anything is deployed to it.
#include "workers/node_checker.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
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

std::string login_key() { return "ssh-ed25519 AAAAmine eeveon"; }

// Answers at once, but for one node only when it is let go.
class one_that_hangs final : public node_channel {
 public:
  one_that_hangs(asio::any_io_executor io, std::string which)
      : gate_(io, asio::steady_timer::time_point::max()), which_(std::move(which)) {}
  void let_go() { gate_.cancel(); }

  asio::awaitable<result<std::vector<std::string>>> call(node_registered node, std::string,
                                                         std::vector<std::string>, std::chrono::milliseconds,
                                                         std::function<void(std::string_view)>) override {
    boost::system::error_code woken;
    if (node.name == which_) co_await gate_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    co_return fail(errc::unavailable, "there is no node");
  }
  asio::awaitable<result<>> send(node_registered, std::string, std::string, std::string,
                                 std::chrono::milliseconds) override {
    co_return result<>{};
  }
  asio::awaitable<result<std::vector<std::string>>> scan_host_keys(std::string, int) override {
    co_return std::vector<std::string>{};
  }

 private:
  asio::steady_timer gate_;
  std::string which_;
};

// What the first question about `node` is answered.
json::value told_of(looking& at, const node_registered& node, test::fake_doorbell& bell) {
  auto log = std::make_shared<test::fake_log>();
  const auto events = test::make_fake_event_store(log);
  append_command command{.actor = "test"};
  command.streams.push_back({node_stream(node.name), std::nullopt, {make_event(node)}});
  BOOST_REQUIRE(test::wait(at.io, events->append(std::move(command))).has_value());
  workers::node_answers checker(*events, bell, "worker-1", at.io.get_executor(),
                                workers::node_checks(*at.nodes, "worker-1", at.folder + "/empty", login_key));
  checker.hear("no json");
  checker.hear(R"({"check":"chk_0","node":"stranger"})");
  checker.hear(R"({"check":"chk_1","node":")" + node.name + R"("})");
  bell.on_announce = [&](const std::string&, const std::string&) { at.io.stop(); };
  asio::co_spawn(at.io, checker.run(), [](std::exception_ptr) {});
  at.io.restart();
  at.io.run_for(std::chrono::seconds(30));
  BOOST_REQUIRE_EQUAL(bell.announced.size(), 1u);
  return json::parse(bell.announced.front().second);
}

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
  test::fake_doorbell bell;
  const auto told = told_of(*this, local("node-1"), bell);
  BOOST_TEST(bell.announced.front().first == channel_node_checked);
  BOOST_TEST(told.at("check") == json::value("chk_1"));
  BOOST_TEST(told.at("worker") == json::value("worker-1"));
  BOOST_TEST(told.at("findings").get_array().size() == 3u);
  BOOST_TEST(!told.as_object().contains("public_key"));  // nobody logs in there
}

BOOST_AUTO_TEST_CASE(who_has_to_let_the_worker_in_is_told_its_key) {
  auto far = over_ssh("node-2");
  daemons.front()->kill();
  test::fake_doorbell bell;
  BOOST_TEST(told_of(*this, far, bell).at("public_key") == json::value(login_key()));
}

BOOST_AUTO_TEST_CASE(a_worker_that_cannot_read_of_the_node_says_so) {
  auto log = std::make_shared<test::fake_log>();
  const auto events = test::make_fake_event_store(log);
  log->away = true;
  test::fake_doorbell bell;
  workers::node_answers checker(*events, bell, "worker-1", io.get_executor(),
                                workers::node_checks(*nodes, "worker-1", folder + "/empty", login_key));
  checker.hear(R"({"check":"chk_1","node":"node-1"})");
  bell.on_announce = [&](const std::string&, const std::string&) { io.stop(); };
  asio::co_spawn(io, checker.run(), [](std::exception_ptr) {});
  io.restart();
  io.run_for(std::chrono::seconds(30));
  BOOST_REQUIRE_EQUAL(bell.announced.size(), 1u);
  const auto told = json::parse(bell.announced.front().second);
  BOOST_TEST(told.at("worker") == json::value("worker-1"));
  const auto& found = told.at("findings").get_array();
  BOOST_REQUIRE_EQUAL(found.size(), 1u);
  BOOST_TEST(found.front().at("what") == json::value("database"));
  BOOST_TEST(found.front().at("state") == json::value("wrong"));
  BOOST_TEST(!found.front().at("remark").get_string().empty());
}

BOOST_AUTO_TEST_CASE(a_node_that_does_not_answer_keeps_no_other_waiting) {
  auto log = std::make_shared<test::fake_log>();
  const auto events = test::make_fake_event_store(log);
  for (const std::string name : {"node-1", "node-2", "node-3"}) {
    append_command command{.actor = "test"};
    command.streams.push_back({node_stream(name), std::nullopt, {make_event(node_registered{.name = name})}});
    BOOST_REQUIRE(test::wait(io, events->append(std::move(command))).has_value());
  }
  one_that_hangs way(io.get_executor(), "node-1");
  test::fake_doorbell bell;
  workers::node_answers checker(*events, bell, "worker-1", io.get_executor(),
                                workers::node_checks(way, "worker-1", folder + "/empty", login_key));
  for (const std::string name : {"node-1", "node-2", "node-3"})
    checker.hear(R"({"check":"chk_)" + name + R"(","node":")" + name + R"("})");
  std::vector<std::string> answered;
  bell.on_announce = [&](const std::string&, const std::string& told) {
    answered.emplace_back(json::parse(told).at("node").get_string());
    if (answered.size() == 2) way.let_go();
    if (answered.size() == 3) io.stop();
  };
  for (int i = 0; i < 2; ++i) asio::co_spawn(io, checker.run(), [](std::exception_ptr) {});
  io.restart();
  io.run_for(std::chrono::seconds(30));
  BOOST_TEST(answered == (std::vector<std::string>{"node-2", "node-3", "node-1"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
