// Each environment's figures over time, as far as one answer has room for them.
#include "core/metrics/dora.hpp"

#include <boost/test/unit_test.hpp>

namespace eeveon::test {
namespace {

constexpr std::int64_t day = 86'400'000'000, monday = 20'828 * day;

judged_change ended(const std::string& environment, std::int64_t at_day,
                    const std::string& status = "succeeded") {
  judged_change out{.of = {.project = "shop",
                           .environment = environment,
                           .status = status,
                           .finished = monday + at_day * day + day / 2}};
  if (status == "succeeded") out.took = 60'000'000;
  return out;
}
dora_answer counted(const std::vector<judged_change>& judged, std::int64_t days) {
  return count_dora(judged, {{monday}, {monday + days * day}, dora_question::bucket::day});
}

BOOST_AUTO_TEST_SUITE(dora_places)

BOOST_AUTO_TEST_CASE(an_environment_has_the_buckets_in_which_anything_ended) {
  const auto got = counted(
      {ended("production", 0), ended("production", 2), ended("production", 2, "failed"), ended("staging", 1)},
      7);
  BOOST_REQUIRE(got.by_environment.size() == 2u);
  const auto& buckets = got.by_environment[0].buckets.value();
  BOOST_REQUIRE(buckets.size() == 2u);
  BOOST_TEST(buckets[0].from.us == monday);
  BOOST_TEST(buckets[1].from.us == monday + 2 * day);
  BOOST_TEST(buckets[1].ended.deployments == 2);
  BOOST_TEST(buckets[1].ended.failed == 1);
  BOOST_TEST(buckets[1].duration.median_ms.value() == 60'000);
  BOOST_TEST(got.by_environment[1].buckets.value().size() == 1u);
  BOOST_TEST(got.buckets.size() == 7u);
}

BOOST_AUTO_TEST_CASE(the_busiest_have_theirs_where_there_is_no_room_for_all) {
  constexpr std::int64_t days = 1000;
  std::vector<judged_change> judged;
  for (int place = 0; place < 12; ++place)
    for (std::int64_t at = 0; at < days; ++at) judged.push_back(ended("e" + std::to_string(100 + place), at));
  // The last by name are the busiest.
  for (const auto* busy : {"e110", "e111"}) judged.push_back(ended(busy, 0));
  const auto got = counted(judged, days);
  std::size_t all = 0, with = 0;
  for (const auto& place : got.by_environment)
    if (place.buckets) ++with, all += place.buckets->size();
  BOOST_TEST(with == 10u);
  BOOST_TEST(all == most_place_buckets);
  BOOST_TEST(got.by_environment[10].buckets.has_value());
  BOOST_TEST(got.by_environment[11].buckets.has_value());
  BOOST_TEST(!got.by_environment[9].buckets.has_value());
  // In the order of their names as ever, and counted whether shown or not.
  BOOST_TEST(got.by_environment[9].environment == "e109");
  BOOST_TEST(got.by_environment[9].ended.deployments == days);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
