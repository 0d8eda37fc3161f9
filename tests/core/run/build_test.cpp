// The playbook of a build: no node is touched, so it succeeds, fails or is superseded, and needs nobody.
#include "tests/core/run/story.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {
plans a_build() {
  plans out;
  for (const char* action : {"resolve", "fetch", "build", "test", "pack"})
    out.build.stages.push_back({action, {a_step(std::string(action) + "@worker", action)}});
  return out;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(playbook_of_a_build)

BOOST_AUTO_TEST_CASE(a_build_tells_what_was_fetched_and_what_was_packed) {
  run_story s(a_build(), "build");
  BOOST_TEST(s.move() == "resolve@worker");
  s.succeed("resolve@worker", {{"head", std::string(40, 'a')}});
  BOOST_TEST(s.move() == "fetch@worker");
  s.succeed("fetch@worker", {{"message", "Say hello"},
                             {"author", "Ada"},
                             {"authored_at", "2026-01-01T00:00:00Z"},
                             {"recipe", "build: {}"}});
  BOOST_TEST(s.move() == "build@worker");
  s.all_succeed();
  BOOST_TEST(s.move() == "test@worker");
  s.all_succeed();
  BOOST_TEST(s.move() == "pack@worker");
  s.succeed("pack@worker", {{"artifact", "aa"},
                            {"manifest", "bb"},
                            {"config", "cc"},
                            {"files", 3},
                            {"bytes", 12},
                            {"recipe", {{"shared", {"uploads"}}}}});
  BOOST_TEST(s.move() == "release_built");
  const auto built = s.last<release_built>();
  BOOST_TEST(built.release == "rel_1");
  BOOST_TEST(built.project == "shop");
  BOOST_TEST(built.commit == std::string(40, 'a'));
  BOOST_TEST(built.message == "Say hello");
  BOOST_TEST(built.author == "Ada");
  BOOST_TEST(built.artifact == "aa");
  BOOST_TEST(built.manifest == "bb");
  BOOST_TEST(built.config == "cc");
  BOOST_TEST(built.files == 3);
  BOOST_TEST(built.bytes == 12);
  BOOST_TEST((built.recipe == json::object{{"shared", {"uploads"}}}));
}

BOOST_AUTO_TEST_CASE(a_failed_build_step_fails_the_release) {
  run_story s(a_build(), "build");
  while (s.move() != "test@worker") s.all_succeed();
  s.fail("test@worker", "'npm' ended with 1", true);
  BOOST_TEST(s.move() == "release_build_failed");
  BOOST_TEST(s.last<release_build_failed>().step == "test@worker");
  BOOST_TEST(s.last<release_build_failed>().reason == "'npm' ended with 1");
}

BOOST_AUTO_TEST_CASE(a_ref_that_has_moved_on_supersedes_the_release) {
  run_story s(a_build(), "build");
  s.move();
  s.succeed("resolve@worker", {{"head", std::string(40, 'b')}});
  BOOST_TEST(s.move() == "release_superseded");
  BOOST_TEST(s.last<release_superseded>().head == std::string(40, 'b'));
}

BOOST_AUTO_TEST_CASE(a_build_that_ends_its_workers_fails_for_nothing_is_half_done) {
  run_story s(a_build(), "build");
  for (int i = 0; i < 5; ++i) {
    BOOST_TEST(s.move() == "resolve@worker");
    s.claim();
  }
  BOOST_TEST(s.move() == "release_build_failed");
  BOOST_TEST(s.last<release_build_failed>().reason == "this run has ended its worker 5 times");
}

BOOST_AUTO_TEST_CASE(a_build_that_was_asked_to_end_does_and_may_be_asked_for_again) {
  run_story s(a_build(), "build");
  s.move();
  s.append(cancel_requested{"nobody waits for this build any more"});
  s.all_succeed();
  BOOST_TEST(s.move() == "release_build_failed");
  BOOST_TEST(s.last<release_build_failed>().reason == "cancelled");
  s.append(release_requested{.release = "rel_1", .project = "shop", .commit = std::string(40, 'a')});
  s.append(run_queued{"run_2", "build"});
  s.claim();
  BOOST_TEST(s.move() == "resolve@worker");
}

BOOST_AUTO_TEST_CASE(a_release_asked_for_again_is_built_from_the_first_step) {
  run_story s(a_build(), "build");
  while (s.move() != "test@worker") s.all_succeed();
  s.fail("test@worker", "no", true);
  s.move();
  BOOST_TEST(s.progress.ended);
  s.append(release_requested{.release = "rel_1", .project = "shop", .commit = std::string(40, 'a')});
  s.append(run_queued{"run_2", "build"});
  s.claim();
  BOOST_TEST(!s.progress.ended);
  BOOST_TEST(s.to_the_end() ==
             "resolve@worker | fetch@worker | build@worker | test@worker | pack@worker | release_built");
}

BOOST_AUTO_TEST_SUITE_END()
