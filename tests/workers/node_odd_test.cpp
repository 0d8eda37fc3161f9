#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "tests/support/child.hpp"
#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
using test::failed_as;
using test::read_file;
using test::write_file;
namespace fs = std::filesystem;

namespace {

// A node on a small disk of its own. Mounting it needs root.
boost::test_tools::assertion_result may_mount(boost::unit_test::test_unit_id) {
  boost::test_tools::assertion_result out(::geteuid() == 0);
  if (!out) out.message() << "mounting a small disk needs root";
  return out;
}

struct small_disk {
  explicit small_disk(std::string where) : where_(std::move(where)) {
    fs::create_directories(where_);
    test::run_child({"mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", where_});
  }
  ~small_disk() { test::run_child({"umount", "-l", where_}); }
  void fill() const {
    std::ofstream out(where_ + "/filler", std::ios::binary);
    const std::string piece(4096, 'x');
    while (out.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush());
  }
  std::string where_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(odd_nodes, test::node_fixture)

BOOST_AUTO_TEST_CASE(hostile_arguments_name_nothing) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  for (const std::string& bad : {"../x", "-rf", ".", "a b", "a/b", "$(id)", "a\nb", ""}) {
    BOOST_TEST(failed_as(call(node, "switch", {bad, "live", "0.5", "rel_1"}), errc::invalid));
    BOOST_TEST(failed_as(call(node, "switch", {"shop", bad, "0.5", "rel_1"}), errc::invalid));
    BOOST_TEST(failed_as(call(node, "switch", {"shop", "live", bad, "rel_1"}), errc::invalid));
    BOOST_TEST(failed_as(call(node, "switch", {"shop", "live", "0.5", bad}), errc::invalid));
  }
  BOOST_TEST(failed_as(call(node, "format", {}), errc::invalid));
  BOOST_TEST(failed_as(call(node, "switch", {"shop"}), errc::invalid));
}

BOOST_AUTO_TEST_CASE(a_release_larger_than_the_disk_is_refused_before_it_is_sent) {
  const auto node = local("node-1");
  BOOST_TEST(failed_as(call(node, "prepare", {"shop", "live", "99999999999999", "0.5"}), errc::refused));
}

BOOST_AUTO_TEST_CASE(a_disk_too_small_is_said_before_and_during_the_transfer,
                     *boost::unit_test::precondition(may_mount)) {
  const small_disk disk(folder + "/small");
  const auto small = local("small");
  const auto big = pack({{"big", std::string(24 << 20, 'x')}});
  BOOST_TEST(
      failed_as(call(small, "prepare", {"shop", "live", std::to_string(big.bytes), "0.5"}), errc::refused));
  std::filesystem::create_directories(small.root + "/shop/live/releases");
  const auto sent = send(small, big, "shop/live/releases/.incoming-run_1-0.5");
  BOOST_TEST(failed_as(sent, errc::refused));
  BOOST_TEST(sent.error().detail == "small: the disk is full");
  nodes.reset();
}

BOOST_AUTO_TEST_CASE(a_disk_that_is_full_is_never_called_a_corrupt_release,
                     *boost::unit_test::precondition(may_mount)) {
  const small_disk disk(folder + "/small");
  const auto node = local("small");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  const auto two = pack({{"a", "2"}, {"b/c", "3"}});
  BOOST_REQUIRE(send(node, two, "shop/live/releases/.incoming-run_2-0.5").has_value());
  disk.fill();
  const auto says_so = [](const auto& got) {
    return failed_as(got, errc::io) && got.error().detail.find("disk full") != std::string::npos;
  };
  const std::vector<std::string> verify{"shop", "live", "rel_2", to_hex(two.id), ".incoming-run_2-0.5"};
  BOOST_TEST(says_so(call(node, "verify", verify)));
  BOOST_TEST(failed_as(call(node, "prepare", {"shop", "live", "1", "0.5"}), errc::refused));
  BOOST_TEST(
      call(node, "switch", {"shop", "live", "0.5", "rel_1"}).has_value());  // needs no room, and got none
  fs::remove(node.root + "/filler");
  BOOST_TEST(call(node, "verify", verify).has_value());
  nodes.reset();
}

BOOST_AUTO_TEST_CASE(a_fence_file_that_cannot_be_used_is_said_and_the_session_goes_on) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  const auto fence = node.root + "/shop/live/.eeveon/fence";
  for (const std::string& odd : {"nonsense", "5", "0.5.6", "0.-1", "0x1.2", ".", "0.", "00.5"}) {
    write_file(fence, odd + "\n");
    BOOST_TEST(failed_as(call(node, "switch", {"shop", "live", "0.9", "rel_1"}), errc::corrupt), odd);
    BOOST_TEST(read_file(fence) == odd + "\n");
  }
  fs::remove(fence);
  fs::create_directories(fence);
  BOOST_TEST(failed_as(call(node, "switch", {"shop", "live", "0.9", "rel_1"}), errc::io));
  BOOST_TEST(call(node, "has", {"shop", "live", "rel_1", "x"})->front() == "no");
  fs::remove(fence);
  BOOST_TEST(call(node, "switch", {"shop", "live", "0.9", "rel_1"}).has_value());
}

BOOST_AUTO_TEST_CASE(only_a_whole_fence_is_a_fence) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  for (const std::string& odd : {"9", "0.9.1", "0.9 ", " 0.9", "0.9\n", "-1.9", "0.-9", "0.9x", "0x.9", ".9",
                                 "9.", "0.09", "00.9", "0.9999999999999999999999", "%"})
    BOOST_TEST(failed_as(call(node, "switch", {"shop", "live", odd, "rel_1"}), errc::invalid), odd);
  BOOST_TEST(read_file(node.root + "/shop/live/.eeveon/fence").starts_with("0.5 "));
}

BOOST_AUTO_TEST_CASE(what_killed_sessions_left_is_removed) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  const auto own = node.root + "/shop/live/.eeveon/";
  const auto alive = std::to_string(::getpid());
  for (const auto& left : {"list-999999999.files", "list-999999999.lines", "hook-999999999"})
    write_file(own + left, "x");
  write_file(own + "hook-" + alive, "in use");
  write_file(own + "list-" + alive + ".files", "in use");
  const auto releases = node.root + "/shop/live/releases/";
  for (const auto& sent : {".incoming-run_0-0.4", ".incoming-run_1-0.7", ".incoming-gone-rel_0"})
    write_file(releases + sent + "/a", "x");
  BOOST_REQUIRE(call(node, "prepare", {"shop", "live", "1", "0.6"}).has_value());
  for (const auto& left : {"list-999999999.files", "list-999999999.lines", "hook-999999999"})
    BOOST_TEST(!fs::exists(own + left), left);
  BOOST_TEST(fs::exists(own + "hook-" + alive));
  BOOST_TEST(fs::exists(own + "list-" + alive + ".files"));
  // Of a run that is over; of one that is not; of a removal that was cut short.
  BOOST_TEST(!fs::exists(releases + ".incoming-run_0-0.4"));
  BOOST_TEST(fs::exists(releases + ".incoming-run_1-0.7"));
  BOOST_TEST(!fs::exists(releases + ".incoming-gone-rel_0"));
  BOOST_TEST(fs::exists(releases + "rel_1"));
}

BOOST_AUTO_TEST_CASE(retention_gets_past_what_stands_in_its_way) {
  const auto node = local("node-1");
  const auto one = pack({{"a", "1"}});
  for (const char* id : {"rel_1", "rel_2", "rel_3"}) release(node, id, one, "0.5");
  const auto releases = node.root + "/shop/live/releases/";
  // A removal of the same release that was cut short, folders that may not be written to, and odd names.
  write_file(releases + ".incoming-gone-rel_1/left", "x");
  write_file(releases + "rel_1/cache/module", "x");
  ::chmod((releases + "rel_1/cache").c_str(), 0555);
  for (const char* odd : {"rel_3 rel_2", "-rf", "a\nrel_2", "*"}) write_file(releases + odd + "/a", "x");
  write_file(node.root + "/shop/live/.eeveon/digest-rel_2 rel_3", "x");
  BOOST_REQUIRE(call(node, "switch", {"shop", "live", "0.5", "rel_3"}).has_value());
  BOOST_TEST(call(node, "retain", {"shop", "live", "0.5", "2"})->front() == "1");
  BOOST_TEST(!fs::exists(releases + "rel_1"));
  BOOST_TEST(!fs::exists(releases + ".incoming-gone-rel_1"));
  for (const char* kept : {"rel_2", "rel_3", "rel_3 rel_2", "-rf"})
    BOOST_TEST(fs::exists(releases + kept), kept);
}

BOOST_AUTO_TEST_CASE(current_may_be_something_else) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  const auto current = node.root + "/shop/live/current";
  fs::create_directories(current + "/mine");
  const auto got = call(node, "switch", {"shop", "live", "0.5", "rel_1"});
  BOOST_REQUIRE(failed_as(got, errc::refused));
  BOOST_TEST(got.error().detail.find("not a link") != std::string::npos);
  BOOST_TEST(call(node, "switch", {"shop", "live", "0.5", "-"})->front() == "");
  BOOST_TEST(fs::exists(current + "/mine"));
  fs::remove_all(current);
  // A link of somebody else's is no release, and one to a release that is gone is replaced all the same.
  fs::create_symlink("/etc", current);
  BOOST_TEST(call(node, "current", {"shop", "live"})->front() == "");
  fs::remove(current);
  fs::create_symlink("releases/rel_0", current);
  BOOST_TEST(call(node, "current", {"shop", "live"})->front() == "rel_0");
  BOOST_TEST(call(node, "switch", {"shop", "live", "0.5", "rel_1"})->front() == "rel_0");
  BOOST_TEST(fs::read_symlink(current).string() == "releases/rel_1");
}

BOOST_AUTO_TEST_CASE(two_sessions_wait_for_each_other) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  release(node, "rel_2", pack({{"a", "2"}}), "0.5");
  int answers = 0;
  for (int i = 0; i < 20; ++i) {
    auto to = node;
    boost::asio::co_spawn(
        io,
        nodes->call(std::move(to), "switch",
                    {"shop", "live", "0." + std::to_string(6 + i), i % 2 ? "rel_1" : "rel_2"},
                    std::chrono::seconds(30), {}),
        [&](std::exception_ptr, const result<std::vector<std::string>>& got) {
          // Whoever comes late with a lower fence is refused; nothing else may go wrong.
          BOOST_TEST((got.has_value() || got.error().code == errc::fenced));
          ++answers;
        });
  }
  while (answers < 20) io.run_one();
  BOOST_TEST(read_file(node.root + "/shop/live/.eeveon/fence").starts_with("0.25 "));
  BOOST_TEST(fs::read_symlink(node.root + "/shop/live/current").string() == "releases/rel_1");
}

BOOST_AUTO_TEST_SUITE_END()
