// build, test and pack: what runs of a repository, where, and what becomes of it.
#include "tests/catalog/actions/told.hpp"

using namespace eeveon;
using namespace eeveon::told;
using namespace std::chrono_literals;

namespace {
step_context a_build() {
  auto out = a_context();
  out.environment.clear(), out.node.reset();
  out.build = {.build = {{"npm", "ci"}, {"npm", "run", "build"}},
               .output = "dist",
               .time_limit = 20min,
               .output_limit = 5000,
               .test = {{"npm", "test"}},
               .ignore = {"*.map"}};
  out.variables = {{"PATH", "/usr/bin"}};
  return out;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(building)

BOOST_AUTO_TEST_CASE(commands_run_one_after_the_other_in_the_commits_own_folder) {
  const auto context = a_build();
  const std::string place =
      " in /data/builds/run_1/tree sandboxed, writing /data/builds/run_1/tree, told, 20m";
  BOOST_TEST(says("build", a_step(), context) == "run npm ci" + place);
  BOOST_TEST(says("build", a_step(), context, {ended(0)}) == "run npm run build" + place);
  BOOST_TEST(says("build", a_step(), context, {ended(0), ended(0)}) == "finished {}");
  BOOST_TEST(says("test", a_step(), context) == "run npm test" + place);
  BOOST_TEST(says("test", a_step(), context, {ended(0)}) == "finished {}");
  const auto program = std::get<run_program>(std::get<effect>(ask("build", a_step(), context)));
  BOOST_TEST(program.output_cap == 5000);
  const std::map<std::string, std::string> variables{
      {"PATH", "/usr/bin"}, {"EEVEON_COMMIT", context.commit}, {"EEVEON_PROJECT", "shop"}};
  BOOST_TEST((program.variables == variables));
}

BOOST_AUTO_TEST_CASE(nothing_to_run_is_done) {
  BOOST_TEST(says("build", a_step(), a_context()) == "finished {}");
  BOOST_TEST(says("test", a_step(), a_context()) == "finished {}");
}

BOOST_AUTO_TEST_CASE(a_failing_command_says_which_and_how) {
  const auto context = a_build();
  BOOST_TEST(says("build", a_step(), context, {ended(0), ended(2)}) ==
             "gave up for good: build: 'npm' ended with 2");
  auto full = ended(1);
  full.advice = "no space was left: write less";
  BOOST_TEST(says("build", a_step(), context, {full}) ==
             "gave up for good: build: 'npm' ended with 1: no space was left: write less");
  auto late = ended(137);
  late.timed_out = true;
  BOOST_TEST(says("test", a_step(), context, {late}) ==
             "gave up for good: test: 'npm' was still running after 20m (limits.time)");
  auto loud = ended(137);
  loud.output_exceeded = true;
  BOOST_TEST(says("build", a_step(), context, {loud}) ==
             "gave up for good: build: 'npm' printed more than 5000 bytes (limits.output)");
  judges_failures("build", a_step(), context);
  judges_failures("test", a_step(), context);
}

BOOST_AUTO_TEST_CASE(the_artifact_is_made_of_what_was_built) {
  auto context = a_build();
  BOOST_TEST(says("pack", a_step(), context) == "pack 'dist' of /data/builds/run_1/tree without *.map, 30m");
  auto packed = answered({"artifact-digest", "3", "12"});
  packed.text = "the manifest";
  const auto done = std::get<finished>(ask("pack", a_step(), context, {packed}));
  BOOST_TEST(done.output.at("artifact").as_string() == "artifact-digest");
  BOOST_TEST(done.output.at("manifest").as_string() == to_hex(sha256("the manifest")));
  BOOST_TEST(done.output.at("files").as_int64() == 3);
  BOOST_TEST(done.output.at("bytes").as_int64() == 12);
  BOOST_TEST(done.output.at("config").as_string() == "cfg");
  BOOST_TEST((done.output.at("recipe") == to_json(context.build)));
  BOOST_REQUIRE_EQUAL(done.documents.size(), 1u);
  BOOST_TEST(done.documents[0] == "the manifest");
  context.build.output.clear();
  BOOST_TEST(says("pack", a_step(), context) == "pack '' of /data/builds/run_1/tree without *.map, 30m");
}

BOOST_AUTO_TEST_CASE(a_missing_output_folder_is_named) {
  BOOST_TEST(says("pack", a_step(), a_build(), {failed(errc::not_found)}) ==
             "gave up for good: the build left no folder 'dist' (build.output)");
  judges_failures("pack", a_step(), a_build());
  for (const auto& odd : {answered({}), answered({"a", "b", "c"}), answered({"a", "1"}),
                          answered({"a", "1", "99999999999999999999"})})
    BOOST_TEST(says("pack", a_step(), a_build(), {odd}) ==
               "gave up for good: the artifact was not described");
}

BOOST_AUTO_TEST_SUITE_END()
