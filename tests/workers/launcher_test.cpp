#include "adapters/os/launcher.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "adapters/os/sandbox.hpp"
#include "tests/support/child.hpp"
#include "tests/support/io.hpp"

using namespace eeveon;
using namespace std::chrono_literals;

namespace {

struct fixture {
  boost::asio::io_context io;
  std::unique_ptr<launcher> programs =
      os::make_launcher(io.get_executor(), {.grace = 300ms, .builds = {8 << 20, 1 << 20, 64}});
  std::string folder = test::make_folder("launcher");
  ~fixture() { test::remove_folder(folder); }

  result<program_end> run(program what, std::function<void(std::string_view)> sink = {}) {
    return test::wait(io, programs->run(std::move(what), std::move(sink)));
  }
  // A script of the test, run by its path.
  std::string script(const std::string& text) {
    const auto path = folder + "/script";
    std::ofstream(path) << "#!/bin/sh\n" << text;
    ::chmod(path.c_str(), 0755);
    return path;
  }
  // The pid a script has written, once it has.
  int pid_in(const std::string& name) {
    int pid = 0;
    std::ifstream(folder + '/' + name) >> pid;
    return pid;
  }
};

bool is_alive(int pid) { return pid > 0 && ::kill(pid, 0) == 0; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(launching, fixture)

BOOST_AUTO_TEST_CASE(where_there_is_no_sandbox_the_way_to_a_build_is_opened_in_the_workers_own_folder_only) {
  std::filesystem::create_directories(folder + "/data/builds/run_1");
  const auto mode = [&](const std::string& name) {
    return std::filesystem::status(folder + name).permissions();
  };
  using enum std::filesystem::perms;
  std::filesystem::permissions(folder + "/data", owner_all);
  std::filesystem::permissions(folder + "/data/builds", owner_all);
  const auto closed = let_through(folder + "/data/builds/run_1", folder + "/data");
  BOOST_REQUIRE(!closed);
  BOOST_TEST((closed.error().code == errc::refused));
  BOOST_TEST(closed.error().where == folder);
  BOOST_TEST((mode("/data") == owner_all));
  std::filesystem::permissions(folder, owner_all | group_exec | others_exec);
  BOOST_REQUIRE(let_through(folder + "/data/builds/run_1", folder + "/data"));
  for (const auto* name : {"/data", "/data/builds"})
    BOOST_TEST((mode(name) == (owner_all | group_exec | others_exec)));
}

BOOST_AUTO_TEST_CASE(a_program_ends_with_its_code_and_output) {
  const auto end = run({.argv = {script("echo out; echo err >&2; exit 7")}});
  BOOST_REQUIRE(end.has_value());
  BOOST_TEST(end->exit_code == 7);
  BOOST_TEST(end->output == "out\n");
  BOOST_TEST(end->errors == "err\n");
  BOOST_TEST(!end->timed_out);
}

BOOST_AUTO_TEST_CASE(a_signal_is_128_and_its_number) {
  BOOST_TEST(run({.argv = {script("kill -9 $$")}})->exit_code == 137);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_started_is_a_failure) {
  BOOST_TEST(int(run({.argv = {"no-such-program"}}).error().code) == int(errc::not_found));
  BOOST_TEST(int(run({.argv = {"/etc/passwd"}}).error().code) == int(errc::io));
  BOOST_TEST(int(run({.argv = {"true"}, .folder = "/no/such/folder"}).error().code) == int(errc::not_found));
  BOOST_TEST(!run({.argv = {}}).has_value());
}

BOOST_AUTO_TEST_CASE(arguments_are_not_read_by_any_shell) {
  BOOST_TEST(run({.argv = {"echo", "$(id)", "`id`", "a;b", "*"}})->output == "$(id) `id` a;b *\n");
}

BOOST_AUTO_TEST_CASE(input_arrives_and_ends) {
  BOOST_TEST(run({.argv = {"cat"}, .input = std::string(300'000, 'x')})->output.size() == 300'000u);
}

BOOST_AUTO_TEST_CASE(the_environment_is_scrubbed) {
  ::setenv("EEVEON_TEST_SECRET", "hidden", 1);
  const auto text = run({.argv = {"env"}, .variables = {{"GIVEN", "yes"}}})->output;
  BOOST_TEST(text.find("hidden") == std::string::npos);
  BOOST_TEST(text.find("GIVEN=yes\n") != std::string::npos);
  BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 4);  // PATH, HOME, LANG, GIVEN
}

BOOST_AUTO_TEST_CASE(descriptors_are_not_inherited) {
  const int leak = ::open("/dev/null", O_RDONLY);  // without close-on-exec, as Asio's sockets are
  const int high = ::fcntl(leak, F_DUPFD, 200);
  const auto text = run({.argv = {"ls", "/proc/self/fd"}})->output;
  BOOST_TEST(text == "0\n1\n2\n3\n");  // 3 is the listing itself
  ::close(leak);
  ::close(high);
}

BOOST_AUTO_TEST_CASE(a_time_out_ends_also_those_who_left_the_session) {
  const auto path =
      script("trap '' TERM\nsetsid sh -c 'trap \"\" TERM; echo $$ > " + folder + "/left; sleep 300' &\n" +
             "(setsid sleep 300 & echo $! > " + folder + "/orphan)\nsleep 300\n");
  const auto end = run({.argv = {path}, .limit = 500ms});
  BOOST_REQUIRE(end.has_value());
  BOOST_TEST(end->timed_out);
  BOOST_TEST(end->exit_code == 137);
  BOOST_TEST(pid_in("left") > 0);
  BOOST_TEST(pid_in("orphan") > 0);
  BOOST_TEST(!is_alive(pid_in("left")));
  BOOST_TEST(!is_alive(pid_in("orphan")));
}

BOOST_AUTO_TEST_CASE(who_is_left_behind_by_a_good_end_is_ended_too) {
  const auto end = run({.argv = {script("setsid sleep 300 & echo $! > " + folder + "/left")}});
  BOOST_TEST(end->exit_code == 0);
  BOOST_TEST(!is_alive(pid_in("left")));
}

BOOST_AUTO_TEST_CASE(a_program_may_end_itself_at_term) {
  const auto end =
      run({.argv = {script("trap 'echo bye; exit 3' TERM\nwhile :; do sleep 0.05; done")}, .limit = 200ms});
  BOOST_TEST(end->timed_out);
  BOOST_TEST(end->exit_code == 3);
  BOOST_TEST(end->output == "bye\n");
}

BOOST_AUTO_TEST_CASE(a_flood_of_output_is_bounded) {
  std::size_t seen = 0;
  const auto end =
      run({.argv = {"yes"}, .output_cap = 1'000'000}, [&](std::string_view chunk) { seen += chunk.size(); });
  BOOST_TEST(end->output_exceeded);
  BOOST_TEST(seen == 1'000'000u);
  BOOST_TEST(end->output.empty());
}

BOOST_AUTO_TEST_CASE(cancelling_ends_the_program_and_is_told) {
  const auto path = script("echo $$ > " + folder + "/pid; sleep 300");
  asio::cancellation_signal stop;
  std::optional<result<program_end>> end;
  program what{.argv = {path}};
  asio::co_spawn(io, programs->run(std::move(what), {}),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, result<program_end> got) {
                   end = std::move(got);
                 }));
  asio::steady_timer timer(io, 300ms);
  timer.async_wait([&](auto) { stop.emit(asio::cancellation_type::terminal); });
  while (!end && io.run_one() > 0) {
  }
  BOOST_REQUIRE(end && end->has_value());
  BOOST_TEST((*end)->cancelled);
  BOOST_TEST(pid_in("pid") > 0);
  BOOST_TEST(!is_alive(pid_in("pid")));
}

BOOST_AUTO_TEST_CASE(a_sandboxed_build_writes_in_its_folder_only) {
  if (programs->sandbox_warning().find("without isolation") != std::string::npos) {
    BOOST_TEST_MESSAGE("no bubblewrap here: skipped");
    return;
  }
  const auto path = script(
      "echo in > inside; echo out > /usr/outside; echo out > /etc/outside; ls -d /root/.ssh /home/* "
      "2>/dev/null; ls /proc | grep -c '^[0-9]'; true");
  program what{.argv = {path}, .folder = folder, .isolation = sandbox::build, .writable = {folder}};
  const auto end = run(std::move(what));
  BOOST_REQUIRE(end.has_value());
  BOOST_TEST(end->exit_code == 0);
  BOOST_TEST(::access((folder + "/inside").c_str(), F_OK) == 0);
  BOOST_TEST(::access("/usr/outside", F_OK) != 0);
  BOOST_TEST(end->errors.find("Read-only file system") != std::string::npos);
  BOOST_TEST(std::atoi(end->output.c_str()) < 8);  // its own processes only
}

BOOST_AUTO_TEST_CASE(a_build_that_meets_a_limit_ends_and_is_told_which) {
  if (programs->sandbox_warning().find("without isolation") != std::string::npos) {
    BOOST_TEST_MESSAGE("no bubblewrap here: skipped");
    return;
  }
  const auto build = [this](const std::string& text) {
    program what{.argv = {script(text)}, .folder = folder, .isolation = sandbox::build, .writable = {folder}};
    const auto end = run(std::move(what));
    BOOST_REQUIRE_MESSAGE(end.has_value(), (end ? "" : end.error().detail));
    return *end;
  };
  const auto write = [](const std::string& path) { return "head -c 20000000 /dev/zero > " + path; };
  for (const char* path : {"/tmp/a", "\"$HOME/a\"", "/var/tmp/a"}) {
    const auto many = "for i in 1 2 3 4 5 6 7 8 9; do head -c 1000000 /dev/zero > " + std::string(path) +
                      "$i || exit 1; done";
    const auto full = build(many);
    BOOST_TEST(full.exit_code == 1);
    BOOST_TEST(full.advice.find("/tmp (HOME and /var/tmp too) holds 8 MiB") != std::string::npos,
               full.advice);
  }
  BOOST_TEST(build("for i in 1 2 3; do head -c 1000000 /dev/zero > /dev/shm/$i || exit 1; done")
                 .advice.find("/dev/shm 2 MiB") != std::string::npos);
  BOOST_TEST(build(write("large")).advice == "a file may have at most 1 MiB in a build");
  BOOST_TEST(build("trap '' XFSZ; " + write("large")).advice == "a file may have at most 1 MiB in a build");
  BOOST_TEST(build("echo x > /away").errors.find("Read-only file system") != std::string::npos);
  BOOST_TEST(build("echo x > /dev/away").errors.find("Read-only file system") != std::string::npos);
  if (::geteuid() != 0 || programs->sandbox_warning().empty()) {  // root itself is not counted
    const auto forks = build("i=0; while [ $i -lt 100 ]; do sleep 60 & i=$((i+1)); done");
    BOOST_TEST(forks.exit_code != 0);
    BOOST_TEST(forks.advice.find("at most 64 processes and threads") != std::string::npos, forks.errors);
  }
  BOOST_TEST(build("echo fine; exit 3").advice.empty());
  BOOST_TEST(build("echo No space left on device").advice.empty());  // and it succeeded
}

BOOST_AUTO_TEST_CASE(each_build_has_its_own_count_of_processes) {
  if (programs->sandbox_warning().find("without isolation") != std::string::npos) {
    BOOST_TEST_MESSAGE("no bubblewrap here: skipped");
    return;
  }
  // Each waits until both have started 40 processes: together they are more than one build may have.
  std::ofstream(folder + "/both")
      << "#!/bin/sh\ni=0; while [ $i -lt 40 ]; do sleep 60 & i=$((i+1)); done\n"
         "> \"there-$1\"; while ! [ -e there-1 ] || ! [ -e there-2 ]; do sleep 0.05; "
         "done; exit 0\n";
  ::chmod((folder + "/both").c_str(), 0755);
  std::vector<int> codes;
  for (const char* which : {"1", "2"}) {
    program what{.argv = {folder + "/both", which},
                 .folder = folder,
                 .limit = 20s,
                 .isolation = sandbox::build,
                 .writable = {folder}};
    asio::co_spawn(io, programs->run(std::move(what), {}),
                   [&](std::exception_ptr, result<program_end> got) { codes.push_back(got->exit_code); });
  }
  while (codes.size() < 2 && io.run_one() > 0) {
  }
  BOOST_TEST(codes == std::vector<int>({0, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(signs_of_a_limit_are_seen_in_any_chunking) {
  const build_limits limits{8 << 20};
  const std::string said = std::string(100, 'x') + "write: No space left on device\n" + std::string(100, 'y');
  for (std::size_t cut = 1; cut < said.size(); ++cut) {
    limit_signs signs;
    for (std::size_t at = 0; at < said.size(); at += cut) signs.see(std::string_view(said).substr(at, cut));
    BOOST_TEST(!signs.advice(1, limits).empty(), cut);
  }
}

BOOST_AUTO_TEST_SUITE_END()
