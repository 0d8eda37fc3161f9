// How fast ten nodes switch together, beside one `ssh node true` over a warm connection. Not part of the
// ordinary run: worker_tests --run_test=switch_speed prints it. Only on an idle machine: load slows the
// yardstick more than what it measures.
#include <algorithm>
#include <boost/asio/detached.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "adapters/os/ssh.hpp"
#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
using clock_type = std::chrono::steady_clock;

namespace {

double ms_since(clock_type::time_point begin) {
  return std::chrono::duration<double, std::milli>(clock_type::now() - begin).count();
}
double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

asio::awaitable<void> switch_one(node_channel& nodes, node_registered node, std::string fence,
                                 std::string release, int& left) {
  const auto done =
      co_await nodes.call(std::move(node), "switch", {"shop", "live", std::move(fence), std::move(release)},
                          std::chrono::seconds(20), {});
  BOOST_TEST(done.has_value());
  --left;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(switch_speed, *boost::unit_test::disabled())

BOOST_FIXTURE_TEST_CASE(ten_nodes_together_beside_one_warm_ssh, test::node_fixture) {
  constexpr int count = 10, rounds = 15;
  std::vector<node_registered> all;
  const auto one = pack({{"a", "1"}}), two = pack({{"a", "2"}});
  for (int i = 0; i < count; ++i) {
    all.push_back(over_ssh("node-" + std::to_string(i)));
    release(all.back(), "rel_1", one, "0.1");
    release(all.back(), "rel_2", two, "0.1", "rel_1");
  }
  const ssh_settings settings = ssh_settings_for(folder + "/data");
  for (const auto& node : all) {  // the yardstick is worth nothing unless the connection is really shared
    program what{
        .argv = {"ssh", "-F", settings.runtime + '/' + node.name + ".conf", "-O", "check", "eeveon-node"}};
    BOOST_REQUIRE(test::wait(io, programs->run(std::move(what), {}))->exit_code == 0);
  }
  std::vector<double> singles, trues, switches;
  for (int round = 0; round < rounds; ++round) {
    double slowest = 0;
    for (const auto& node : all) {
      program what{.argv = ssh_argv(settings.runtime + '/' + node.name + ".conf", false, "true")};
      const auto begin = clock_type::now();
      const auto end = test::wait(io, programs->run(std::move(what), {}));
      BOOST_REQUIRE(end && end->exit_code == 0);
      singles.push_back(ms_since(begin));
      slowest = std::max(slowest, singles.back());
    }
    trues.push_back(slowest);
    int left = count;
    const auto fence = "0." + std::to_string(round + 2);
    const auto begin = clock_type::now();
    for (const auto& node : all)
      asio::co_spawn(io, switch_one(*nodes, node, fence, round % 2 ? "rel_1" : "rel_2", left),
                     asio::detached);
    io.restart();
    while (left > 0 && io.run_one() > 0) {
    }
    switches.push_back(ms_since(begin));
    for (const auto& node : all)
      BOOST_TEST(std::filesystem::read_symlink(node.root + "/shop/live/current") ==
                 (round % 2 ? "releases/rel_1" : "releases/rel_2"));
  }
  const auto warm = median(trues), single = median(singles), together = median(switches);
  const auto [least, most] = std::minmax_element(switches.begin(), switches.end());
  std::printf(
      "warm ssh true: %.1f ms (slowest of ten %.1f); switch on ten nodes: %.1f ms (%.1f..%.1f); ratio %.2f "
      "to a single one, %.2f to the slowest\n",
      single, warm, together, *least, *most, together / single, together / warm);
}

BOOST_AUTO_TEST_SUITE_END()
