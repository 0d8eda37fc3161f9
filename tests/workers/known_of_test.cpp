// A worker's picture of the projects and nodes it is asked about.
#include "workers/known_of.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/fake_ports.hpp"
#include "tests/support/io.hpp"

using namespace eeveon;

namespace {

struct asked_streams {
  template <class Event>
  void append(const std::string& stream, const Event& event) {
    append_command command{.actor = "test"};
    command.streams.push_back({stream, std::nullopt, {make_event(event)}});
    BOOST_REQUIRE(test::wait(io, events->append(std::move(command))).has_value());
  }
  void add(const std::string& node, const std::string& address) {
    append(node_stream(node),
           node_registered{.name = node, .kind = "local", .address = address, .root = "/srv"});
  }
  std::string address_of(const std::string& node) {
    BOOST_REQUIRE(test::wait(io, known.read(node_stream(node))).has_value());
    const auto found = known.now().nodes().find(node);
    return found == known.now().nodes().end() ? "" : found->second.address;
  }

  asio::io_context io;
  std::shared_ptr<test::fake_log> log = std::make_shared<test::fake_log>();
  std::unique_ptr<event_store> events = test::make_fake_event_store(log);
  workers::known_streams known{*events};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(what_a_worker_knows, asked_streams)

BOOST_AUTO_TEST_CASE(it_is_what_the_log_says_now) {
  BOOST_TEST(address_of("node-1") == "");
  add("node-1", "10.0.0.1");
  BOOST_TEST(address_of("node-1") == "10.0.0.1");
  add("node-1", "10.0.0.2");
  add("node-2", "10.0.0.3");
  BOOST_TEST(address_of("node-1") == "10.0.0.2");
  BOOST_TEST(known.now().nodes().size() == 1u);
  append(node_stream("node-1"), node_removed{"node-1"});
  BOOST_TEST(address_of("node-1") == "");
  BOOST_TEST(address_of("node-2") == "10.0.0.3");
}

BOOST_AUTO_TEST_CASE(what_has_been_read_is_not_read_again) {
  add("node-1", "10.0.0.1");
  BOOST_TEST(address_of("node-1") == "10.0.0.1");
  log->events.clear();  // whoever looks from the beginning would find nothing of it
  BOOST_TEST(address_of("node-1") == "10.0.0.1");
}

BOOST_AUTO_TEST_SUITE_END()
