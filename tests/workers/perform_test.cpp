#include "workers/effects/perform.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "catalog/actions/action.hpp"
#include "core/base/digest.hpp"
#include "tests/workers/repository_fixture.hpp"

using namespace eeveon;
using namespace eeveon::workers;
using test::read_file;
using test::write_file;

namespace {

struct fixture : test::repository_fixture {
  fixture() {
    context.environment = "live";
    context.fence = "0.5";
    context.release = "rel_1";
  }
  std::string tree() { return context.data + "/builds/run_1/tree"; }
};

std::string text(const json::object& object, const char* key) {
  return std::string(object.at(key).as_string());
}

// What a fetch does away with before it makes its folder.
std::vector<std::string> cleaning_of(const step_context& context) {
  step what{.id = "fetch", .action = "fetch", .target = "worker"};
  what.args = {{"repository", "https://example.org/a"}, {"commit", std::string(40, 'a')}};
  std::vector<observation> seen(3);  // the mirror is there, has the commit, and tells of it
  const auto next = find_action("fetch")->next(what, context, seen);
  return std::get<run_program>(std::get<effect>(next)).argv;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(performing, fixture)

BOOST_AUTO_TEST_CASE(an_exact_commit_is_fetched_and_nothing_of_it_runs) {
  write_file(work + "/index.html", "one");
  write_file(work + "/.eeveon.yaml", "build: { output: dist }\n");
  write_file(work + "/.gitattributes", "* filter=evil\n");
  const auto first = commit("Say one");
  write_file(work + "/index.html", "two");
  const auto second = commit("Say two");
  const auto done = perform("fetch", source(first));
  BOOST_REQUIRE_MESSAGE(done.end == step_end::succeeded, done.reason);
  BOOST_TEST(read_file(tree() + "/index.html") == "one");
  BOOST_TEST(text(done.output, "message") == "Say one");
  BOOST_TEST(text(done.output, "author") == "Ann");
  BOOST_TEST(text(done.output, "recipe") == "build: { output: dist }\n");
  BOOST_TEST(!std::filesystem::exists(tree() + "/.git"));
  BOOST_TEST(text(perform("resolve", source(first)).output, "head") == second);
  // Again, as after a crash: a clean folder, whatever was left in it.
  write_file(tree() + "/left", "over");
  BOOST_TEST(int(perform("fetch", source(second)).end) == int(step_end::succeeded));
  BOOST_TEST(read_file(tree() + "/index.html") == "two");
  BOOST_TEST(!std::filesystem::exists(tree() + "/left"));
}

BOOST_AUTO_TEST_CASE(folders_that_a_build_has_shut_are_cleaned_away_by_who_owns_them) {
  namespace fs = std::filesystem;
  write_file(context.data + "/kept/file", "kept");
  write_file(context.data + "/builds/run_1/tree/a/b/file", "left");
  fs::create_directory_symlink(context.data + "/kept", context.data + "/builds/run_1/tree/a/link");
  fs::create_directories(context.data + "/git");
  for (const char* shut : {"/builds/run_1/tree/a/b", "/builds/run_1/tree/a", "/builds/run_1/tree", "/kept"})
    fs::permissions(context.data + shut, fs::perms::none);
  // Root may enter everything: somebody else has to try.
  const std::string user = ::geteuid() == 0 ? "nobody" : "";
  if (!user.empty()) {
    test::run_child({"chown", "-R", "nobody", context.data});
    for (auto above = fs::path(context.data).parent_path(); above != "/"; above = above.parent_path())
      fs::permissions(above, fs::perms::others_exec, fs::perm_options::add);
  }
  test::run_child(cleaning_of(context), user);
  BOOST_TEST(!fs::exists(context.data + "/builds/run_1"));
  BOOST_TEST((fs::status(context.data + "/kept").permissions() == fs::perms::none));  // no link is followed
  fs::permissions(context.data + "/kept", fs::perms::owner_all);
  BOOST_TEST(read_file(context.data + "/kept/file") == "kept");
}

BOOST_AUTO_TEST_CASE(a_commit_that_was_force_pushed_away_is_said_to_be_gone) {
  write_file(work + "/a", "1");
  const auto lost = commit("Lost");
  git({"commit", "-q", "--amend", "-m", "Instead"});
  const auto now = commit("And on");
  test::run_child({"git", "-C", bare, "reflog", "expire", "--expire=now", "--all"});
  test::run_child({"git", "-C", bare, "gc", "-q", "--prune=now"});
  const auto gone = perform("fetch", source(lost));
  BOOST_TEST(int(gone.end) == int(step_end::failed));
  BOOST_TEST(gone.final, gone.reason);
  BOOST_TEST(gone.reason.find("force-pushed away") != std::string::npos, gone.reason);
  BOOST_TEST(int(perform("fetch", source(now)).end) == int(step_end::succeeded));
}

BOOST_AUTO_TEST_CASE(a_commit_is_in_order_between_what_is_live_and_the_head) {
  const auto one = commit("One"), two = commit("Two"), three = commit("Three"), four = commit("Four");
  git({"checkout", "-q", "-b", "aside", one});
  git({"commit", "-q", "--allow-empty", "-m", "Aside"});
  const auto aside = id_in(work + "/.git/refs/heads/aside");
  const auto in_order = [&](const std::string& what, const std::string& after) {
    auto args = source(what);
    args["after"] = after;
    const auto done = perform("resolve", args);
    BOOST_TEST(int(done.end) == int(step_end::succeeded), done.reason);
    BOOST_TEST(text(done.output, "head") == four);
    const auto* said = done.output.if_contains("in_order");
    return said && said->as_bool();
  };
  BOOST_TEST(in_order(two, one));
  BOOST_TEST(in_order(three, one));
  BOOST_TEST(in_order(two, ""));
  BOOST_TEST(in_order(two, two));
  BOOST_TEST(!in_order(two, three));  // it came too late
  BOOST_TEST(!in_order(two, four));
  BOOST_TEST(!in_order(aside, one));                 // not on the way to the head, and not known there
  BOOST_TEST(!in_order(three, aside));               // what is live was pushed away
  BOOST_TEST(!in_order(std::string(40, 'e'), one));  // nowhere
}

BOOST_AUTO_TEST_CASE(repositories_outside_the_roots_and_missing_ones_are_refused) {
  const auto id = commit("One");
  context.file_roots = {folder + "/elsewhere"};
  BOOST_TEST(perform("fetch", source(id)).final);
  context.file_roots = {folder + "/git"};
  auto missing = source(id);
  missing["repository"] = "file://" + folder + "/git/nothing.git";
  const auto away = perform("resolve", missing);
  BOOST_TEST(int(away.end) == int(step_end::failed));
  BOOST_TEST(!away.reason.empty());
  auto deleted = source(id);
  deleted["ref"] = "refs/heads/gone";
  BOOST_TEST(perform("resolve", deleted).final);
}

BOOST_AUTO_TEST_CASE(a_release_goes_all_the_way_from_push_to_live) {
  write_file(work + "/make",
             "#!/bin/sh\nmkdir dist && cp index.html dist/ && echo built for $EEVEON_PROJECT\n");
  ::chmod((work + "/make").c_str(), 0755);
  write_file(work + "/index.html", "hello");
  write_file(work + "/.deployignore", "*.map\n");
  const auto id = commit("One");
  context.commit = id;
  context.build.build = {{"./make"}};
  context.build.output = "dist";
  BOOST_REQUIRE(perform("fetch", source(id)).end == step_end::succeeded);
  const auto built = perform("build", {});
  BOOST_REQUIRE_MESSAGE(built.end == step_end::succeeded, built.reason + log);
  BOOST_TEST(log.find("built for shop\n") != std::string::npos);
  const auto packed = perform("pack", {});
  BOOST_REQUIRE_MESSAGE(packed.end == step_end::succeeded, packed.reason);
  BOOST_TEST(packed.output.at("files").to_number<int>() == 1);
  BOOST_TEST(to_hex(sha256(packed.documents.at(0))) == text(packed.output, "manifest"));

  context.node = local("node-1");
  context.addresses = {"127.0.0.1"};
  const json::object artifact{{"release", "rel_1"},
                              {"artifact", packed.output.at("artifact")},
                              {"previous", ""},
                              {"bytes", 5},
                              {"shared", json::array{"uploads"}}};
  for (const char* action : {"prepare", "transfer", "verify", "switch"})
    for (int times = 0; times < 2; ++times) {  // each may be repeated
      const auto done = perform(action, artifact);
      BOOST_TEST((done.end == step_end::succeeded), action << ": " << done.reason);
    }
  BOOST_TEST(read_file(context.node->root + "/shop/live/current/index.html") == "hello");
  BOOST_TEST(
      int(perform("hook", {{"argv", {"grep", "-q", "hello", "index.html"}}, {"release", "rel_1"}}).end) ==
      int(step_end::succeeded));
  BOOST_TEST(int(perform("hook", {{"argv", {"false"}}, {"release", "rel_1"}}).end) == int(step_end::failed));
  BOOST_TEST(int(perform("check", {{"argv", {"test", "-f", "index.html"}}, {"timeout_ms", 2000}}).end) ==
             int(step_end::succeeded));
  BOOST_TEST(int(perform("retain", {{"keep", 5}}).end) == int(step_end::succeeded));
  context.fence = "0.4";
  const auto late = perform("switch", {{"release", ""}});
  BOOST_TEST(int(late.end) == int(step_end::failed));
  BOOST_TEST(late.final);
  BOOST_TEST(read_file(context.node->root + "/shop/live/current/index.html") == "hello");
}

BOOST_AUTO_TEST_CASE(packing_again_after_a_crash_gives_the_same) {
  write_file(work + "/a", "1");
  const auto id = commit("One");
  BOOST_REQUIRE(perform("fetch", source(id)).end == step_end::succeeded);
  const auto once = perform("pack", {});
  BOOST_REQUIRE(once.end == step_end::succeeded);
  const auto again = perform("pack", {});
  BOOST_TEST((again.end == step_end::succeeded), again.reason);
  if (again.end == step_end::succeeded)
    BOOST_TEST(text(once.output, "artifact") == text(again.output, "artifact"));
}

BOOST_AUTO_TEST_CASE(links_that_leave_the_artifact_are_refused) {
  for (const char* target : {"/etc/passwd", "../../x"}) {
    std::filesystem::remove(work + "/l");
    std::filesystem::create_symlink(target, work + "/l");
    BOOST_REQUIRE(perform("fetch", source(commit("Link"))).end == step_end::succeeded);
    const auto packed = perform("pack", {});
    BOOST_TEST(int(packed.end) == int(step_end::failed));
    BOOST_TEST(packed.final);
  }
}

BOOST_AUTO_TEST_CASE(builds_that_flood_hang_or_print_secrets) {
  BOOST_REQUIRE(perform("fetch", source(commit("One"))).end == step_end::succeeded);
  context.build.build = {{"yes"}};
  context.build.output_limit = 100'000;
  BOOST_TEST(perform("build", {}).reason.find("100000 bytes") != std::string::npos);
  BOOST_TEST(log.size() < 300'000u);
  context.build.build = {{"sleep", "60"}};
  BOOST_TEST(int(perform("build", {}, std::chrono::milliseconds(300)).end) == int(step_end::failed));
  log.clear();
  context.secrets = {"correct horse"};
  context.build.build = {{"printf", "it is correct horse, %s\n", "Y29ycmVjdCBob3JzZQ=="}};
  BOOST_TEST(int(perform("build", {}).end) == int(step_end::succeeded));
  BOOST_TEST(log.find("correct horse") == std::string::npos, log);
}

BOOST_AUTO_TEST_CASE(cancelling_a_step_ends_its_program_and_says_interrupted) {
  BOOST_REQUIRE(perform("fetch", source(commit("One"))).end == step_end::succeeded);
  context.build.build = {{"sleep", "60"}};
  asio::cancellation_signal stop;
  std::optional<step_outcome> outcome;
  auto copy = context;
  asio::co_spawn(io, performer.perform(a_step("build", {}), std::move(copy), [](std::string_view) {}),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr error, step_outcome got) {
                   BOOST_TEST(!error);
                   outcome = std::move(got);
                 }));
  asio::steady_timer timer(io, std::chrono::milliseconds(500));
  timer.async_wait([&](auto) { stop.emit(asio::cancellation_type::terminal); });
  const auto begin = std::chrono::steady_clock::now();
  io.restart();
  while (!outcome && io.run_one() > 0) {
  }
  BOOST_TEST(int(outcome->end) == int(step_end::interrupted));
  BOOST_TEST((std::chrono::steady_clock::now() - begin < std::chrono::seconds(8)));
}

BOOST_AUTO_TEST_SUITE_END()
