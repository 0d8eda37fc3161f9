#include "workers/recipe_of.hpp"

#include "tests/support/golden.hpp"

using namespace eeveon;

BOOST_AUTO_TEST_CASE(a_build_goes_by_the_spec_and_by_the_file_that_was_fetched) {
  const recipe applied{.build = {{"make"}}, .test = {{"make", "check"}}};
  run_progress progress;
  progress.release.recipe = to_json(applied);
  progress.release.spec_digest = "d1";
  const auto before = workers::recipe_of(progress);
  BOOST_REQUIRE(before);
  BOOST_TEST(json::serialize(to_json(before->build)) == json::serialize(to_json(applied)));
  progress.build["fetch@worker"].output = {{"recipe", "test:\n  run:\n    - [make, quick]\n"}};
  const auto after = workers::recipe_of(progress);
  eeveon::spec::require(after);
  BOOST_TEST(after->build.test.at(0).at(1) == "quick");
  BOOST_TEST(after->config != before->config);
  BOOST_TEST(after->config == to_hex(sha256(std::string("d1\0test:\n  run:\n    - [make, quick]\n", 36))));
  progress.build["fetch@worker"].output = {{"recipe", "keep: 9"}};
  BOOST_TEST(workers::recipe_of(progress).error().detail.starts_with(".eeveon.yaml: keep is not a key here"));
  progress.build["fetch@worker"].output = {{"recipe", "a: ["}};
  BOOST_TEST(workers::recipe_of(progress).error().detail.starts_with(".eeveon.yaml line "));
}
