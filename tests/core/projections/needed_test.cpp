#include "core/projections/needed.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon;

namespace {

release_row built(const std::string& id, std::int64_t position, const std::string& project = "shop") {
  return {
      .id = id, .project = project, .artifact_digest = "of " + id, .state = "built", .position = position};
}
environment_row::live was_live(const std::string& release) { return {.release = release}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(needed_by_workers)

BOOST_AUTO_TEST_CASE(what_may_be_deployed_again_is_needed) {
  const std::vector<environment_row> environments{{.current = was_live("rel_2"),
                                                   .previous = was_live("rel_1"),
                                                   .history = {was_live("rel_1"), was_live("rel_2")}},
                                                  {.current = was_live("rel_0")},
                                                  {}};
  const std::vector<deployment_row> unfinished{{.id = "dep_1", .release = "rel_7"}, {.id = "dep_2"}};
  const std::set<std::string> expected{"rel_0", "rel_1", "rel_2", "rel_7"};
  BOOST_TEST(needed_releases(environments, unfinished) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(of_each_project_the_newest_are_kept_and_what_is_needed) {
  std::vector<release_row> releases;
  for (int i = 1; i <= 30; ++i) releases.push_back(built("rel_" + std::to_string(i), i));
  releases.push_back(built("rel_30", 30));  // told twice
  releases.push_back(built("other_1", 1, "other"));
  releases.push_back({.id = "rel_31", .project = "shop", .state = "building", .position = 31});
  const auto kept = needed_artifacts(releases, {"rel_3", "rel_25", "rel_99"});
  std::set<std::string> expected{"of rel_3", "of other_1"};
  for (int i = 21; i <= 30; ++i) expected.insert("of rel_" + std::to_string(i));
  BOOST_TEST(kept == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_artifact_of_two_releases_is_needed_when_one_is) {
  auto twin = built("rel_2", 2);
  twin.artifact_digest = "of rel_1";
  std::vector<release_row> releases{built("rel_1", 1), twin};
  for (int i = 10; i < 30; ++i) releases.push_back(built("rel_" + std::to_string(i), i));
  BOOST_TEST(needed_artifacts(releases, {"rel_2"}).contains("of rel_1"));
  BOOST_TEST(!needed_artifacts(releases, {}).contains("of rel_1"));
}

BOOST_AUTO_TEST_SUITE_END()
