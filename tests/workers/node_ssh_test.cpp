#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>

#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
using test::failed_as;
using test::read_file;
using test::write_file;

BOOST_FIXTURE_TEST_SUITE(ssh_nodes, test::node_fixture)

BOOST_AUTO_TEST_CASE(three_nodes_are_deployed_to_over_ssh) {
  const auto one = pack({{"index.html", "one"}, {"same", "s"}}),
             two = pack({{"index.html", "two"}, {"same", "s"}});
  for (const char* name : {"node-1", "node-2", "node-3"}) {
    const auto node = over_ssh(name);
    const auto keys = test::wait(io, nodes->scan_host_keys("127.0.0.1", node.port));
    BOOST_REQUIRE(keys.has_value());
    BOOST_TEST(keys->front() == node.host_key);
    std::filesystem::create_directories(node.root);
    release(node, "rel_1", one, "0.5");
    release(node, "rel_2", two, "0.6", "rel_1");
    BOOST_TEST(call(node, "switch", {"shop", "live", "0.6", "rel_2"}).has_value());
    BOOST_TEST(read_file(node.root + "/shop/live/current/index.html") == "two");
    BOOST_TEST(failed_as(call(node, "switch", {"shop", "live", "0.5", "rel_1"}), errc::fenced));
    BOOST_TEST(std::filesystem::hard_link_count(node.root + "/shop/live/releases/rel_2/same") == 2u);
  }
}

BOOST_AUTO_TEST_CASE(a_changed_host_key_stops_everything) {
  auto node = over_ssh("node-1");
  node.host_key = over_ssh("another").host_key;
  const auto got = call(node, "hello", {});
  BOOST_REQUIRE(failed_as(got, errc::refused));
  BOOST_TEST(got.error().detail.find("host key changed") != std::string::npos);
  BOOST_TEST(failed_as(send(node, pack({{"a", "1"}}), "shop/live/releases/.incoming-r-0.1"), errc::refused));
}

BOOST_AUTO_TEST_CASE(a_login_that_is_refused_says_what_to_do) {
  const auto node = over_ssh("node-1");
  write_file(folder + "/sshd-node-1/authorized_keys", "");
  const auto got = call(node, "hello", {});
  BOOST_REQUIRE(failed_as(got, errc::refused));
  BOOST_TEST(got.error().detail.find("id_ed25519.pub") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_node_cut_off_in_the_middle_is_unknown_then_away_then_back) {
  const auto node = over_ssh("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  asio::steady_timer timer(io, std::chrono::milliseconds(500));
  timer.async_wait([&](auto) { daemons.front()->kill(); });
  BOOST_TEST(failed_as(call(node, "hook", {"shop", "live", "0.5", "rel_1", "k", "20", "sleep", "20"}),
                       errc::unknown_outcome));
  const auto away = call(node, "current", {"shop", "live"});
  BOOST_TEST(failed_as(away, errc::unavailable));
  BOOST_TEST(
      failed_as(send(node, pack({{"a", "2"}}), "shop/live/releases/.incoming-r-0.6"), errc::unavailable));
  daemons.front()->start();
  BOOST_TEST(call(node, "switch", {"shop", "live", "0.5", "rel_1"}).has_value());
}

BOOST_AUTO_TEST_CASE(hostile_registrations_never_reach_ssh) {
  auto good = over_ssh("node-1");
  for (const auto& [field, value] : std::vector<std::pair<std::string node_registered::*, std::string>>{
           {&node_registered::address, "-oProxyCommand=touch /tmp/pwned"},
           {&node_registered::address, "a\nProxyCommand touch x"},
           {&node_registered::user, "root -o x"},
           {&node_registered::user, "a\nb"},
           {&node_registered::root, "/tmp/$(id)"},
           {&node_registered::root, "/tmp/a b"},
           {&node_registered::root, "relative"},
           {&node_registered::host_key, "ssh-ed25519 A\nB x"},
           {&node_registered::host_key, ""},
           {&node_registered::name, "../x"},
           {&node_registered::kind, "docker"}}) {
    auto bad = good;
    bad.*field = value;
    BOOST_TEST(failed_as(call(bad, "hello", {}), errc::invalid), value);
  }
}

BOOST_AUTO_TEST_SUITE_END()
