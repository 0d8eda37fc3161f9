// What a node on this machine leaves among our children when its session ends: nothing.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
using test::write_file;

namespace {

// Of all our threads, ended ones that nobody has asked about included.
std::set<int> children() {
  std::set<int> out;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream list(task.path() / "children");
    for (int pid; list >> pid;) out.insert(pid);
  }
  return out;
}

struct local_node : test::node_fixture {
  const std::set<int> before = children();
  node_registered node = local("node-1");

  // Closes the node's sessions and serves what is under way until only the children from before are left.
  void close_sessions() {
    nodes.reset();
    io.restart();
    while (children() != before && io.run_one_for(std::chrono::seconds(5)) > 0) {
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(children_of_a_local_node, local_node)

BOOST_AUTO_TEST_CASE(an_ended_session_leaves_no_child) {
  BOOST_REQUIRE(call(node, "has", {"shop", "live", "rel_1", std::string(64, '0')}).has_value());
  BOOST_TEST(children().size() == before.size() + 1);
  close_sessions();
  BOOST_TEST(children() == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_session_that_never_greets_leaves_no_child) {
  write_file(node.root + "/.eeveon/" + node_script_name(), "exec >&-; read -r line; exit 3\n");
  BOOST_TEST(!call(node, "has", {"shop", "live", "rel_1", std::string(64, '0')}).has_value());
  close_sessions();
  BOOST_TEST(children() == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
