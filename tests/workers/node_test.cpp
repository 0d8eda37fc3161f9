#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <thread>

#include "core/release/manifest.hpp"
#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
using test::failed_as;
using test::read_file;
using test::write_file;

namespace {
std::string live_link(const node_registered& node) {
  std::error_code none;
  return std::filesystem::read_symlink(node.root + "/shop/live/current", none).string();
}
}  // namespace

BOOST_FIXTURE_TEST_SUITE(local_nodes, test::node_fixture)

BOOST_AUTO_TEST_CASE(a_release_arrives_is_sealed_and_switched) {
  const auto node = local("node-1");
  const auto one = pack({{"index.html", "one"}, {"bin/with space", "x"}});
  release(node, "rel_1", one, "0.5");
  BOOST_TEST(call(node, "has", {"shop", "live", "rel_1", to_hex(one.id)})->front() == "yes");
  BOOST_TEST(call(node, "has", {"shop", "live", "rel_1", std::string(64, '0')})->front() == "no");
  BOOST_TEST(call(node, "current", {"shop", "live"})->front() == "");
  BOOST_TEST(call(node, "switch", {"shop", "live", "0.5", "rel_1"})->front() == "");
  BOOST_TEST(live_link(node) == "releases/rel_1");
  BOOST_TEST(read_file(node.root + "/shop/live/current/index.html") == "one");
  for (const auto& own : std::filesystem::directory_iterator(node.root + "/shop/live/.eeveon"))
    BOOST_TEST(!own.path().filename().string().starts_with("list-"), own.path());
  // Every verb again: nothing changes and nobody complains.
  BOOST_TEST(call(node, "prepare", {"shop", "live", "1000", "0.5"}).has_value());
  BOOST_TEST(
      call(node, "verify", {"shop", "live", "rel_1", to_hex(one.id), ".incoming-run_1-0.5"}).has_value());
  BOOST_TEST(call(node, "switch", {"shop", "live", "0.5", "rel_1"})->front() == "rel_1");
  BOOST_TEST(call(node, "switch", {"shop", "live", "0.6", "-"})->front() == "rel_1");
  BOOST_TEST(call(node, "switch", {"shop", "live", "0.6", "-"})->front() == "");
  BOOST_TEST(live_link(node) == "");
}

BOOST_AUTO_TEST_CASE(a_lower_fence_is_refused_for_everything_that_changes) {
  const auto node = local("node-1");
  const auto one = pack({{"a", "1"}});
  release(node, "rel_1", one, "0.9");
  BOOST_TEST(call(node, "switch", {"shop", "live", "0.10", "rel_1"}).has_value());  // 10 > 9, not "10" < "9"
  BOOST_TEST(failed_as(call(node, "switch", {"shop", "live", "0.9", "-"}), errc::fenced));
  BOOST_TEST(failed_as(call(node, "retain", {"shop", "live", "0.9", "1"}), errc::fenced));
  BOOST_TEST(failed_as(call(node, "retain", {"shop", "live", "0.10", "0"}), errc::invalid));
  BOOST_TEST(failed_as(call(node, "hook", {"shop", "live", "0.9", "rel_1", "k", "5", "true"}), errc::fenced));
  BOOST_TEST(failed_as(call(node, "verify", {"shop", "live", "rel_2", to_hex(one.id), ".incoming-run_0-0.9"}),
                       errc::fenced));
  BOOST_TEST(
      call(node, "switch", {"shop", "live", "1.1", "rel_1"}).has_value());  // a higher epoch is above all
  BOOST_TEST(failed_as(call(node, "switch", {"shop", "live", "0.99", "-"}), errc::fenced));
  BOOST_TEST(live_link(node) == "releases/rel_1");
  BOOST_TEST(read_file(node.root + "/shop/live/.eeveon/fence").starts_with("1.1 "));
}

BOOST_AUTO_TEST_CASE(what_is_not_what_was_built_is_refused_before_the_switch) {
  const auto node = local("node-1");
  const auto one = pack({{"a", "1"}, {"b", "2"}});
  BOOST_REQUIRE(call(node, "prepare", {"shop", "live", "1", "0.5"}).has_value());
  const std::string incoming = "shop/live/releases/.incoming-run_1-0.5";
  const auto tampers = std::vector<std::function<void(const std::string&)>>{
      [](const std::string& at) { write_file(at + "/a", "X"); },
      [](const std::string& at) { write_file(at + "/extra", ""); },
      [](const std::string& at) { std::filesystem::remove(at + "/b"); },
      [](const std::string& at) { ::chmod((at + "/a").c_str(), 0755); },
      [](const std::string& at) { std::filesystem::create_symlink("/etc/passwd", at + "/l"); },
      [](const std::string& at) { ::mkfifo((at + "/pipe").c_str(), 0600); }};
  for (const auto& tamper : tampers) {
    BOOST_REQUIRE(send(node, one, incoming).has_value());
    tamper(node.root + '/' + incoming);
    BOOST_TEST(
        failed_as(call(node, "verify", {"shop", "live", "rel_1", to_hex(one.id), ".incoming-run_1-0.5"}),
                  errc::corrupt));
    BOOST_TEST(failed_as(call(node, "switch", {"shop", "live", "0.5", "rel_1"}), errc::not_found));
  }
  BOOST_REQUIRE(send(node, one, incoming).has_value());  // sending again repairs it
  BOOST_TEST(
      call(node, "verify", {"shop", "live", "rel_1", to_hex(one.id), ".incoming-run_1-0.5"}).has_value());
}

BOOST_AUTO_TEST_CASE(the_link_is_never_missing_while_it_is_switched) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  release(node, "rel_2", pack({{"a", "2"}}), "0.5");
  BOOST_REQUIRE(call(node, "switch", {"shop", "live", "0.5", "rel_1"}).has_value());
  std::atomic<bool> over = false;
  std::atomic<int> missing = 0, seen = 0;
  std::thread reader([&] {
    const auto path = node.root + "/shop/live/current/a";
    while (!over) (::access(path.c_str(), R_OK) == 0 ? seen : missing)++;
  });
  for (int i = 0; i < 40; ++i)
    BOOST_REQUIRE(call(node, "switch", {"shop", "live", "0.5", i % 2 ? "rel_1" : "rel_2"}).has_value());
  over = true;
  reader.join();
  BOOST_TEST(missing == 0);
  BOOST_TEST(seen > 1000);
}

BOOST_AUTO_TEST_CASE(retention_keeps_the_newest_the_live_and_the_protected) {
  const auto node = local("node-1");
  const auto one = pack({{"a", "1"}});
  for (const char* id : {"rel_1", "rel_2", "rel_3", "rel_4", "rel_5"}) release(node, id, one, "0.5");
  BOOST_REQUIRE(call(node, "switch", {"shop", "live", "0.5", "rel_1"}).has_value());
  write_file(node.root + "/shop/live/releases/.incoming-run_0-0.1/left", "over");
  BOOST_TEST(call(node, "retain", {"shop", "live", "0.5", "2", "rel_2"})->front() == "1");
  for (const char* kept : {"rel_1", "rel_2", "rel_4", "rel_5"})
    BOOST_TEST(std::filesystem::exists(node.root + "/shop/live/releases/" + kept), kept);
  BOOST_TEST(!std::filesystem::exists(node.root + "/shop/live/releases/rel_3"));
  BOOST_TEST(!std::filesystem::exists(node.root + "/shop/live/releases/.incoming-run_0-0.1"));
  BOOST_TEST(call(node, "retain", {"shop", "live", "0.5", "2", "rel_2"})->front() == "0");
}

BOOST_AUTO_TEST_CASE(retention_goes_by_age_and_not_by_name) {
  const auto node = local("node-1");
  const auto one = pack({{"a", "1"}});
  for (const char* id : {"rel_9", "rel_3", "rel_7", "rel_1"}) release(node, id, one, "0.5");
  release(node, "rel_9", one, "0.5");  // the oldest is deployed again: now it is the newest
  BOOST_REQUIRE(call(node, "switch", {"shop", "live", "0.5", "rel_9"}).has_value());
  BOOST_TEST(call(node, "retain", {"shop", "live", "0.5", "2"})->front() == "2");
  for (const char* kept : {"rel_9", "rel_1"})
    BOOST_TEST(std::filesystem::exists(node.root + "/shop/live/releases/" + kept), kept);
  for (const char* gone : {"rel_3", "rel_7"})
    BOOST_TEST(!std::filesystem::exists(node.root + "/shop/live/releases/" + gone), gone);
}

BOOST_AUTO_TEST_CASE(equal_files_are_linked_to_the_release_before) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"same", "constant"}, {"changed", "one"}}), "0.5");
  // Equal size and perhaps the same second: only the digest and the nanoseconds tell them apart.
  release(node, "rel_2", pack({{"same", "constant"}, {"changed", "two"}}), "0.6", "rel_1");
  struct stat before, after;
  const auto at = node.root + "/shop/live/releases/";
  ::stat((at + "rel_1/same").c_str(), &before);
  ::stat((at + "rel_2/same").c_str(), &after);
  BOOST_TEST(before.st_ino == after.st_ino);
  BOOST_TEST(read_file(at + "rel_1/changed") == "one");
  BOOST_TEST(read_file(at + "rel_2/changed") == "two");
}

BOOST_AUTO_TEST_SUITE_END()
