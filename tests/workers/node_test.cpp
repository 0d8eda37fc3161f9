#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <thread>

#include "adapters/os/node_line.hpp"
#include "adapters/os/rsync.hpp"
#include "adapters/os/ssh.hpp"
#include "core/release/manifest.hpp"
#include "tests/support/child.hpp"
#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
using test::read_file;
using test::write_file;

namespace {
bool failed_as(const auto& got, errc code) { return !got.has_value() && got.error().code == code; }
std::string live_link(const node_registered& node) {
  std::error_code none;
  return std::filesystem::read_symlink(node.root + "/shop/live/current", none).string();
}
}  // namespace

BOOST_AUTO_TEST_SUITE(node_lines)

BOOST_AUTO_TEST_CASE(lines_are_plain_or_percent_encoded) {
  BOOST_TEST(to_node_line("hook", {"a/b-c", "", "x y\n%", "\xc3\xa4"}) ==
             "hook a/b-c % x%20y%0a%25 %c3%a4\n");
  BOOST_TEST(parse_node_answer("ok a%20b % c", "n").value() == (std::vector<std::string>{"a b", "", "c"}),
             boost::test_tools::per_element());
  BOOST_TEST(parse_node_answer("ok", "n")->empty());
  BOOST_TEST(failed_as(parse_node_answer("error fenced fence 0.4 is behind 0.5", "n"), errc::fenced));
  BOOST_TEST(parse_node_answer("error refused the disk is full", "n").error().detail ==
             "n: the disk is full");
  BOOST_TEST(failed_as(parse_node_answer("what?", "n"), errc::unknown_outcome));
}

BOOST_AUTO_TEST_CASE(rsync_never_sees_a_shell_or_an_option_from_outside) {
  const auto argv = rsync_argv("/run/n.conf", "/data/a", "/srv", "p/e/.incoming-r-0.1", "p/e/rel");
  BOOST_TEST(argv[argv.size() - 3] == "--");
  BOOST_TEST(argv.back() == "eeveon-node:/srv/p/e/.incoming-r-0.1/");
  BOOST_TEST(rsync_argv("", "/data/a", "/srv", "x", "").back() == "/srv/x/");
  BOOST_TEST(
      failed_as(judge_rsync("n", {.exit_code = 11, .errors = "write failed: No space left on device (28)"}),
                errc::refused));
  BOOST_TEST(failed_as(judge_rsync("n", {.exit_code = 12}), errc::unavailable));
}

BOOST_AUTO_TEST_SUITE_END()

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
  // Every verb again: nothing changes and nobody complains.
  BOOST_TEST(call(node, "prepare", {"shop", "live", "1000"}).has_value());
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
  BOOST_REQUIRE(call(node, "prepare", {"shop", "live", "1"}).has_value());
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

BOOST_AUTO_TEST_CASE(shared_paths_outlive_releases) {
  const auto node = local("node-1");
  const auto one = pack({{"a", "1"}, {"uploads/first", "seed"}});
  BOOST_REQUIRE(call(node, "prepare", {"shop", "live", "1"}).has_value());
  BOOST_REQUIRE(send(node, one, "shop/live/releases/.incoming-run_1-0.5").has_value());
  const std::vector<std::string> verify{
      "shop", "live", "rel_1", to_hex(one.id), ".incoming-run_1-0.5", "uploads", "conf/app.env"};
  const auto missing = call(node, "verify", verify);
  BOOST_TEST(failed_as(missing, errc::refused));
  BOOST_TEST(missing.error().detail.find("conf/app.env") != std::string::npos);
  write_file(node.root + "/shop/live/shared/conf/app.env", "KEY=1");
  // The refused attempt has already linked a part: what is sent again is made equal first.
  BOOST_REQUIRE(send(node, one, "shop/live/releases/.incoming-run_1-0.5").has_value());
  BOOST_REQUIRE(call(node, "verify", verify).has_value());
  const auto at = node.root + "/shop/live/releases/rel_1/";
  BOOST_TEST(read_file(at + "conf/app.env") == "KEY=1");
  BOOST_TEST(read_file(at + "uploads/first") == "seed");
  write_file(at + "uploads/second", "kept");
  BOOST_TEST(read_file(node.root + "/shop/live/shared/uploads/second") == "kept");
}

BOOST_AUTO_TEST_CASE(hooks_print_time_out_and_leave_daemons_alone) {
  const auto node = local("node-1");
  const auto one = pack({{"a", "1"}});
  release(node, "rel_1", one, "0.5");
  write_file(node.root + "/shop/live/releases/rel_1/hook",
             "#!/bin/sh\necho \"in $(basename \"$PWD\") with $1 for $EEVEON_PROJECT\"\nsetsid sleep 20 & "
             "echo $! > daemon\nprintf 'no newline'\nexit 4\n");
  ::chmod((node.root + "/shop/live/releases/rel_1/hook").c_str(), 0755);
  std::string said;
  auto to = node;
  const auto got = test::wait(
      io, nodes->call(std::move(to), "hook", {"shop", "live", "0.5", "rel_1", "k", "10", "./hook", "a b"},
                      std::chrono::seconds(20), [&](std::string_view text) { said += text; }));
  BOOST_REQUIRE(got.has_value());
  BOOST_TEST(got->front() == "4");
  BOOST_TEST(said == "in rel_1 with a b for shop\nno newline\n");
  BOOST_TEST(failed_as(call(node, "hook", {"shop", "live", "0.5", "rel_1", "k", "1", "sleep", "30"}),
                       errc::timed_out));
  BOOST_TEST(failed_as(call(node, "hook", {"shop", "live", "0.5", "rel_1", "k", "5", "no-such-program"}),
                       errc::refused));
  BOOST_TEST(
      failed_as(call(node, "hook", {"shop", "live", "0.5", "rel_9", "k", "5", "true"}), errc::not_found));
  ::kill(std::stoi(read_file(node.root + "/shop/live/releases/rel_1/daemon")), SIGKILL);
}

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

BOOST_AUTO_TEST_CASE(a_full_disk_is_said_before_and_during_the_transfer) {
  const auto node = local("node-1");
  BOOST_TEST(failed_as(call(node, "prepare", {"shop", "live", "99999999999999"}), errc::refused));
  if (::geteuid() != 0) return;  // mounting the small disk needs root
  auto small = local("small");
  std::filesystem::create_directories(small.root);
  test::run_child({"mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", small.root});
  const auto big = pack({{"big", std::string(24 << 20, 'x')}});
  BOOST_TEST(failed_as(call(small, "prepare", {"shop", "live", std::to_string(big.bytes)}), errc::refused));
  std::filesystem::create_directories(small.root + "/shop/live/releases");
  const auto sent = send(small, big, "shop/live/releases/.incoming-run_1-0.5");
  BOOST_TEST(failed_as(sent, errc::refused));
  BOOST_TEST(sent.error().detail == "small: the disk is full");
  nodes.reset();
  test::run_child({"umount", small.root});
}

BOOST_AUTO_TEST_CASE(an_answer_that_does_not_come_is_unknown) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  BOOST_TEST(failed_as(call(node, "hook", {"shop", "live", "0.5", "rel_1", "k", "30", "sleep", "30"},
                            std::chrono::milliseconds(300)),
                       errc::unknown_outcome));
  BOOST_TEST(call(node, "current", {"shop", "live"}).has_value());  // over a new session
}

BOOST_AUTO_TEST_SUITE_END()

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
