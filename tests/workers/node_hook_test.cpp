#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>

#include "tests/support/child.hpp"
#include "tests/workers/node_fixture.hpp"

using namespace eeveon;
using test::failed_as;
using test::read_file;
using test::write_file;

namespace {

struct hook_fixture : test::node_fixture {
  // A release whose file `hook` is this program.
  void with_hook(const node_registered& to, const std::string& text) {
    release(to, "rel_1", pack({{"a", "1"}}), "0.5");
    write_file(at(to, "hook"), "#!/bin/sh\n" + text);
    ::chmod(at(to, "hook").c_str(), 0755);
  }
  result<std::vector<std::string>> hook(const node_registered& to, std::vector<std::string> argv,
                                        const std::string& seconds = "10", const std::string& fence = "0.5") {
    std::vector<std::string> args{"shop", "live", fence, "rel_1", "k", seconds};
    args.insert(args.end(), argv.begin(), argv.end());
    return call(to, "hook", std::move(args));
  }
  static std::string at(const node_registered& to, const std::string& path) {
    return to.root + "/shop/live/releases/rel_1/" + path;
  }
};

bool is_there(const std::string& path) { return std::filesystem::exists(path); }
bool is_gone(const std::string& pid) { return ::kill(std::stoi(pid), 0) != 0; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(node_hooks, hook_fixture)

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

BOOST_AUTO_TEST_CASE(an_answer_that_does_not_come_is_unknown) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  BOOST_TEST(failed_as(call(node, "hook", {"shop", "live", "0.5", "rel_1", "k", "30", "sleep", "30"},
                            std::chrono::milliseconds(300)),
                       errc::unknown_outcome));
  BOOST_TEST(call(node, "current", {"shop", "live"}).has_value());  // over a new session
}

BOOST_AUTO_TEST_CASE(a_limit_is_named_only_when_it_was_reached) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  // What `timeout` says of a limit, said by the hook itself; and one that was killed for its memory.
  BOOST_TEST(hook(node, {"sh", "-c", "exit 124"})->front() == "124");
  BOOST_TEST(hook(node, {"sh", "-c", "exit 137"})->front() == "137");
  BOOST_TEST(hook(node, {"sh", "-c", "kill -9 $$"})->front() == "137");
  BOOST_TEST(failed_as(hook(node, {"sleep", "30"}, "1"), errc::timed_out));
  const auto missing = hook(node, {"sh", "-c", "no-such-program"});
  BOOST_TEST(failed_as(missing, errc::refused));
  BOOST_TEST(missing.error().detail.find("or a program it needs") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_name_with_a_newline_in_it_answers_nothing_else) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  BOOST_TEST(failed_as(hook(node, {"no such\nok 0"}), errc::refused));
  BOOST_TEST(call(node, "current", {"shop", "live"})->front() == "");
  BOOST_TEST(hook(node, {"sh", "-c", "printf 'ok 7\nerror io x\n\n| y'; exit 3"})->front() == "3");
}

BOOST_AUTO_TEST_CASE(what_a_hook_prints_is_heard_while_it_runs) {
  auto node = local("node-1");
  with_hook(node, "echo first\nfor i in $(seq 100); do test -e heard && exit 0; sleep 0.1; done\nexit 9\n");
  const auto heard = at(node, "heard");
  const auto got = test::wait(
      io, nodes->call(std::move(node), "hook", {"shop", "live", "0.5", "rel_1", "k", "20", "./hook"},
                      std::chrono::seconds(30), [&](std::string_view text) {
                        if (text.contains("first")) write_file(heard, "");
                      }));
  BOOST_REQUIRE(got.has_value());
  BOOST_TEST(got->front() == "0");
}

BOOST_AUTO_TEST_CASE(what_a_hook_prints_in_many_pieces_is_heard_to_its_end) {
  auto node = local("node-1");
  with_hook(node,
            "for i in $(seq 30); do echo \"piece $i.\"\n"
            "for j in $(seq 100); do test -e heard-$i && break; sleep 0.1; done\n"
            "test -e heard-$i || exit 9; done\n");
  const auto heard = at(node, "heard-");
  std::string said;
  const auto got = test::wait(
      io, nodes->call(std::move(node), "hook", {"shop", "live", "0.5", "rel_1", "k", "50", "./hook"},
                      std::chrono::seconds(60), [&](std::string_view text) {
                        said += text;
                        for (int i = 1; i <= 30; ++i)
                          if (said.contains("piece " + std::to_string(i) + "."))
                            write_file(heard + std::to_string(i), "");
                      }));
  BOOST_REQUIRE(got.has_value());
  BOOST_TEST(got->front() == "0");
}

BOOST_AUTO_TEST_CASE(output_that_cannot_be_kept_is_said_and_the_session_goes_on) {
  const auto node = local("node-1");
  release(node, "rel_1", pack({{"a", "1"}}), "0.5");
  BOOST_REQUIRE(hook(node, {"sh", "-c", "cut -d' ' -f4 /proc/$PPID/stat > session"}));
  auto session = read_file(at(node, "session"));
  session.pop_back();
  std::filesystem::create_directories(node.root + "/shop/live/.eeveon/hook-" + session);
  BOOST_TEST(failed_as(hook(node, {"true"}), errc::io));
  std::filesystem::remove(node.root + "/shop/live/.eeveon/hook");
  std::filesystem::create_directories(node.root + "/shop/live/.eeveon/hook");
  BOOST_TEST(failed_as(hook(node, {"true"}), errc::io));
  BOOST_TEST(failed_as(hook(node, {"true"}, "10", "0.4"), errc::fenced));
}

BOOST_AUTO_TEST_CASE(a_probe_looks_at_what_is_live_by_nobodys_fence) {
  for (const auto& node : {local("node-1"), over_ssh("node-2")}) {
    with_hook(node, "echo \"$(basename \"$(pwd -P)\") is $EEVEON_RELEASE\" > ../../told\nexit 3\n");
    BOOST_TEST(failed_as(call(node, "probe", {"shop", "live", "5", "true"}), errc::not_found));
    BOOST_REQUIRE(call(node, "switch", {"shop", "live", "0.9", "rel_1"}).has_value());
    const auto got = call(node, "probe", {"shop", "live", "5", "./hook"});
    BOOST_REQUIRE(got.has_value());
    BOOST_TEST(got->front() == "3");
    BOOST_TEST(read_file(node.root + "/shop/live/told") == "rel_1 is rel_1\n");
    BOOST_TEST(failed_as(call(node, "probe", {"shop", "live", "1", "sleep", "30"}), errc::timed_out));
    BOOST_TEST(failed_as(call(node, "probe", {"../shop", "live", "1", "true"}), errc::invalid));
    BOOST_TEST(failed_as(call(node, "probe", {"shop", "live", "x", "true"}), errc::invalid));
    // Whoever has the next fence finds everything as it was.
    BOOST_TEST(failed_as(call(node, "switch", {"shop", "live", "0.8", "rel_1"}), errc::fenced));
    BOOST_TEST(call(node, "switch", {"shop", "live", "0.10", "rel_1"}).has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_hook_ends_with_its_caller) {
  for (const auto& node : {local("node-1"), over_ssh("node-2")}) {
    std::filesystem::create_directories(node.root);
    with_hook(node, "echo $$ > pid.new; mv pid.new pid; sleep 60 & wait\n");
    BOOST_TEST(failed_as(call(node, "hook", {"shop", "live", "0.5", "rel_1", "k", "50", "./hook"},
                              std::chrono::milliseconds(1500)),
                         errc::unknown_outcome));
    BOOST_REQUIRE(is_there(at(node, "pid")));
    test::wait_until("the hook's end", is_gone, read_file(at(node, "pid")));
    // And whatever comes next finds the place free.
    BOOST_TEST(call(node, "switch", {"shop", "live", "0.5", "rel_1"}).has_value());
    BOOST_TEST(hook(node, {"true"}).has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_hook_that_shares_its_connection_ends_alone) {
  const auto node = over_ssh("node-1");
  std::filesystem::create_directories(node.root);
  with_hook(node, "echo $$ > pid.new; mv pid.new pid; sleep 60 & wait\n");
  // The session that carries the connection is taken by a check, which must not notice.
  std::optional<result<std::vector<std::string>>> checked;
  auto to = node;
  boost::asio::co_spawn(
      io,
      nodes->call(std::move(to), "hook",
                  {"shop", "live", "0.5", "rel_1", "check", "30", "sh", "-c",
                   "until test -e over; do sleep 0.1; done; exit 7"},
                  std::chrono::seconds(40), {}),
      [&](std::exception_ptr, result<std::vector<std::string>> got) { checked = std::move(got); });
  BOOST_TEST(failed_as(call(node, "hook", {"shop", "live", "0.5", "rel_1", "k", "50", "./hook"},
                            std::chrono::milliseconds(3000)),
                       errc::unknown_outcome));
  BOOST_REQUIRE(is_there(at(node, "pid")));
  test::wait_until("the hook's end", is_gone, read_file(at(node, "pid")));
  BOOST_TEST(!checked.has_value());
  write_file(at(node, "over"), "");
  while (!checked) io.run_one();
  BOOST_REQUIRE(checked->has_value());
  BOOST_TEST((*checked)->front() == "7");
}

BOOST_AUTO_TEST_CASE(a_daemon_that_a_hook_has_started_outlives_the_session) {
  for (const auto& node : {local("node-1"), over_ssh("node-2")}) {
    std::filesystem::create_directories(node.root);
    with_hook(node, "setsid sleep 60 & echo $! > pid\n");
    BOOST_REQUIRE(hook(node, {"./hook"}));
  }
  nodes.reset();
  nodes = os::make_node_channel(io.get_executor(), *programs, folder + "/data");
  for (const auto& name : {"node-1", "node-2"}) {
    const auto pid = std::stoi(read_file(folder + '/' + name + "/shop/live/releases/rel_1/pid"));
    BOOST_TEST(::kill(pid, 0) == 0, name);
    ::kill(pid, SIGKILL);
  }
}

BOOST_AUTO_TEST_CASE(a_higher_fence_ends_the_hook_of_a_lower_one) {
  const auto node = local("node-1");
  with_hook(node,
            "echo $$ > pid.new; mv pid.new pid; trap 'echo done > ended; exit 9' TERM; sleep 60 & wait\n");
  // The first worker is paused: it neither hangs up nor goes on.
  const auto script = node.root + "/.eeveon/" + node_script_name();
  const auto line = folder + "/line";
  BOOST_REQUIRE(::mkfifo(line.c_str(), 0600) == 0);
  const int old = test::start_child({"sh", "-c", "exec sh \"$0\" \"$1\" < \"$2\"", script, node.root, line},
                                    folder + "/old");
  std::ofstream held(line);
  held << "hook shop live 0.5 rel_1 k 50 ./hook\n" << std::flush;
  test::wait_until("the hook's start", is_there, at(node, "pid"));
  BOOST_TEST(call(node, "switch", {"shop", "live", "0.6", "rel_1"}).has_value());
  BOOST_TEST(read_file(at(node, "ended")) == "done\n");
  BOOST_TEST(read_file(folder + "/old").find("ok 9") != std::string::npos);
  held.close();
  test::end_child(old, SIGTERM);
}

BOOST_AUTO_TEST_SUITE_END()
