// The five figures, case by case: each is easily counted wrong.
#include "core/metrics/dora.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>
#include <sstream>

namespace eeveon::test {
namespace {

constexpr std::int64_t minute = 60'000'000, hour = 60 * minute, day = 24 * hour;
constexpr std::int64_t monday =
    1'799'625'600'000'000 / (7 * day) * (7 * day) + 4 * day;  // some Monday, 00:00
constexpr std::int64_t minute_ms = 60'000, hour_ms = 60 * minute_ms;

// A deployment that ended `at` after the Monday, ran ten minutes, of a commit made two hours before its end.
delivered_change change(const std::string& commit, std::int64_t at, const std::string& status = "succeeded") {
  static int made = 0;
  return {.id = "dep_" + std::to_string(++made),
          .project = "shop",
          .environment = "production",
          .commit = commit,
          .status = status,
          .started = monday + at - 10 * minute,
          .finished = monday + at,
          .committed = {monday + at - 2 * hour}};
}
delivered_change rollback(const std::string& commit, std::int64_t at) {
  auto out = change(commit, at);
  out.rollback = true;
  return out;
}
delivered_change taken_back(delivered_change what) {
  what.rolled_back_by = "dep_later";
  return what;
}
dora_answer counted(std::vector<delivered_change> changes, std::int64_t days = 7) {
  const dora_question asked{{monday}, {monday + days * day}};
  return count_dora(judge_changes(std::move(changes), asked), asked);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dora_figures)

BOOST_AUTO_TEST_CASE(nothing_is_no_figure) {
  const auto got = counted({});
  BOOST_TEST(!got.lead_time.median_ms);
  BOOST_TEST(!got.change_fail.rate());
  BOOST_TEST(!got.ended.success_rate());
  BOOST_TEST(got.frequency == 0);
  BOOST_TEST(got.buckets.size() == 7u);
  BOOST_TEST(got.by_environment.empty());
}

BOOST_AUTO_TEST_CASE(a_change_that_goes_live_has_a_lead_time) {
  const auto got = counted({change("a", hour), change("b", day)});
  BOOST_TEST(got.frequency == 2);
  BOOST_TEST(got.per_day == 2.0 / 7);
  BOOST_TEST(*got.lead_time.median_ms == 2 * hour_ms);
  BOOST_TEST(*got.durations.median_ms == 10 * minute_ms);
  BOOST_TEST(*got.ended.success_rate() == 1.0);
  BOOST_TEST(*got.change_fail.rate() == 0.0);
  BOOST_TEST(got.buckets[0].ended.deployments == 1);
  BOOST_TEST(got.buckets[1].ended.deployments == 1);
}

BOOST_AUTO_TEST_CASE(the_same_commit_again_brings_nothing) {
  const auto got = counted({change("a", hour), change("a", 2 * hour)});
  BOOST_TEST(got.frequency == 1);
  BOOST_TEST(got.lead_time.count == 1);
  BOOST_TEST(got.ended.succeeded == 2);
  BOOST_TEST(got.change_fail.of == 2);
}

BOOST_AUTO_TEST_CASE(what_was_live_before_the_time_is_known) {
  const auto got = counted({change("a", -3 * day), change("a", hour), change("b", 2 * hour)});
  BOOST_TEST(got.ended.deployments == 2);
  BOOST_TEST(got.frequency == 1);
}

BOOST_AUTO_TEST_CASE(an_older_commit_by_hand_changes_what_runs_and_has_no_lead_time) {
  const auto got = counted({change("a", hour), change("b", 2 * hour), change("a", 3 * hour)});
  BOOST_TEST(got.frequency == 3);
  BOOST_TEST(got.lead_time.count == 2);
}

BOOST_AUTO_TEST_CASE(a_rollback_is_no_deployment_of_a_change) {
  const auto got = counted({change("a", hour), taken_back(change("b", 2 * hour)), rollback("a", 5 * hour)});
  BOOST_TEST(got.frequency == 2);
  BOOST_TEST(got.change_fail.part == 1);
  BOOST_TEST(got.change_fail.of == 2);
  BOOST_TEST(got.rework.part == 1);
  BOOST_TEST(got.rework.of == 3);
  BOOST_TEST(got.recovery.count == 1);
  BOOST_TEST(*got.recovery.median_ms == 3 * hour_ms);
  BOOST_TEST(got.open == 0);
}

BOOST_AUTO_TEST_CASE(the_fix_that_follows_a_failure_is_rework) {
  auto bad = change("b", 2 * hour, "rolled_back");
  bad.undo = bad.finished - 4 * minute;
  const auto got = counted({change("a", hour), bad, change("c", 3 * hour), change("d", 4 * hour)});
  BOOST_TEST(got.rework.part == 1);
  BOOST_TEST(got.rework.of == 4);
  BOOST_TEST(got.frequency == 3);
  // After a rollback too: the rollback and the fix.
  const auto back = counted({change("a", hour), taken_back(change("b", 2 * hour)), rollback("a", 3 * hour),
                             change("c", 4 * hour), change("d", 5 * hour)});
  BOOST_TEST(back.rework.part == 2);
  // One that has to be put back itself was no less unplanned, and neither is the next.
  auto in_vain = rollback("a", 3 * hour);
  in_vain.status = "rolled_back";
  const auto twice = counted({change("a", hour), taken_back(change("b", 2 * hour)), in_vain,
                              rollback("a", 4 * hour), change("c", 5 * hour)});
  BOOST_TEST(twice.rework.part == 3);
  BOOST_TEST(twice.rework.of == 5);
}

BOOST_AUTO_TEST_CASE(one_that_puts_itself_back_recovers_by_its_undo) {
  auto bad = change("b", 2 * hour, "rolled_back");
  bad.undo = bad.finished - 4 * minute;
  const auto got = counted({change("a", hour), bad});
  BOOST_TEST(got.change_fail.part == 1);
  BOOST_TEST(*got.recovery.median_ms == 4 * minute_ms);
  BOOST_TEST(got.open == 0);
  bad.undo = 0;  // of old rows it is not known: from the beginning of its run
  BOOST_TEST(*counted({bad}).recovery.median_ms == 10 * minute_ms);
}

BOOST_AUTO_TEST_CASE(what_fails_before_it_switches_harms_nobody) {
  const auto got = counted({change("a", hour), change("b", 2 * hour, "failed")});
  BOOST_TEST(got.change_fail.of == 1);
  BOOST_TEST(got.change_fail.part == 0);
  BOOST_TEST(got.open == 0);
  BOOST_TEST(got.ended.failed == 1);
  BOOST_TEST(*got.ended.success_rate() == 0.5);
}

BOOST_AUTO_TEST_CASE(a_failed_undo_stays_open_until_a_deployment_settles_it) {
  auto bad = change("b", 2 * hour, "failed");
  bad.switched = true;
  BOOST_TEST(counted({change("a", hour), bad}).open == 1);
  BOOST_TEST(*counted({change("a", hour), bad, change("c", 3 * hour)}).recovery.median_ms == hour_ms);
  const auto settled = counted({change("a", hour), bad, change("c", 4 * hour, "rolled_back")});
  BOOST_TEST(settled.open == 0);
  BOOST_TEST(settled.recovery.count == 2);
  // What was taken back is not mended by one that goes back to it.
  BOOST_TEST(counted({taken_back(change("a", hour)), change("c", 4 * hour, "rolled_back")}).open == 1);
}

BOOST_AUTO_TEST_CASE(a_rollback_that_fails_mends_nothing) {
  auto back = rollback("a", 3 * hour);
  back.status = "failed";
  back.switched = true;
  const auto got = counted({change("a", hour), taken_back(change("b", 2 * hour)), back});
  BOOST_TEST(got.change_fail.part == 1);
  BOOST_TEST(got.change_fail.of == 2);
  BOOST_TEST(got.open == 1);
}

BOOST_AUTO_TEST_CASE(a_failure_counts_when_it_happened_whenever_it_was_mended) {
  const auto late = counted({taken_back(change("a", hour)), rollback("z", 9 * day)});
  BOOST_TEST(late.recovery.count == 1);
  BOOST_TEST(*late.recovery.median_ms == 9 * 24 * hour_ms - hour_ms);
  BOOST_TEST(late.rework.part == 0);
  const auto early = counted({taken_back(change("a", -hour)), rollback("z", hour)});
  BOOST_TEST(early.recovery.count == 0);
  BOOST_TEST(early.change_fail.part == 0);
  BOOST_TEST(early.rework.part == 1);
  BOOST_TEST(early.open == 0);
}

BOOST_AUTO_TEST_CASE(clocks_that_are_wrong_are_flagged) {
  auto ahead = change("a", hour);
  ahead.committed = {ahead.finished + hour};
  auto unknown = change("b", 2 * hour);
  unknown.committed.clear();
  const auto got = counted({ahead, unknown});
  BOOST_TEST(got.negative_lead_times == 1);
  BOOST_TEST(got.unknown_commit_times == 1);
  BOOST_TEST(got.lead_time.count == 1);
  BOOST_TEST(*got.lead_time.median_ms == 0);
  BOOST_TEST(got.frequency == 2);
}

BOOST_AUTO_TEST_CASE(each_commit_of_a_change_has_a_lead_time) {
  auto first = change("a", hour), second = change("b", 2 * hour), cut = change("c", 4 * hour);
  second.committed = {monday, monday + hour};
  second.lead_from = lead_source::commits;
  cut.lead_from = lead_source::cut;
  first.lead_from = lead_source::first;
  const auto got = counted({first, second, cut, change("d", 5 * hour)});
  BOOST_TEST(got.lead_time.count == 5);
  BOOST_TEST(*got.lead_time.median_ms == 2 * hour_ms);
  BOOST_TEST(got.histories_cut == 1);
  BOOST_TEST(got.head_alone == 1);
  // All it would bring was there already: nothing waited, and nothing is unknown.
  auto nothing = change("e", 6 * hour);
  nothing.committed.clear();
  nothing.lead_from = lead_source::commits;
  BOOST_TEST(counted({nothing}).unknown_commit_times == 0);
  BOOST_TEST(counted({nothing}).frequency == 1);
}

BOOST_AUTO_TEST_CASE(each_figure_names_the_deployments_behind_it) {
  auto bad = change("b", 2 * hour, "rolled_back");
  bad.undo = bad.finished - 4 * minute;
  const auto taken = taken_back(change("c", 3 * hour));
  const std::vector<delivered_change> all{change("z", -hour),
                                          change("a", hour),
                                          bad,
                                          taken,
                                          rollback("a", 5 * hour),
                                          change("d", 6 * hour, "cancelled")};
  const auto judged = judge_changes(all, {{monday}, {monday + day}});
  const auto behind = [&](std::string_view figure) {
    std::string out;
    for (const auto& one : judged)
      if (is_behind(figure, one)) out += one.of.commit + (one.of.rollback ? "< " : " ");
    return out;
  };
  BOOST_TEST(behind("") == "a b c a< d ");
  BOOST_TEST(behind("lead_time") == "a c ");
  BOOST_TEST(behind("frequency") == "a c ");
  BOOST_TEST(behind("recovery") == "b c ");
  BOOST_TEST(behind("change_fail_rate") == "b c ");
  BOOST_TEST(behind("rework_rate") == "c a< ");
  BOOST_TEST(behind("success_rate") == "a c a< ");
  BOOST_TEST(behind("durations") == "a c a< ");
  BOOST_TEST(*judged[1].recovered == 4 * minute);
  BOOST_TEST(*judged[2].recovered == 2 * hour);
}

BOOST_AUTO_TEST_CASE(each_environment_is_counted_for_itself) {
  auto staging = change("a", hour);
  staging.environment = "staging";
  const auto got = counted({staging, change("a", 2 * hour), change("b", 3 * hour, "cancelled")});
  BOOST_TEST(got.frequency == 2);
  BOOST_TEST(got.lead_time.count == 2);
  BOOST_REQUIRE(got.by_environment.size() == 2u);
  BOOST_TEST(got.by_environment[0].environment == "production");
  BOOST_TEST(got.by_environment[0].ended.other == 1);
  BOOST_TEST(*got.by_environment[0].ended.success_rate() == 1.0);
  BOOST_TEST(got.by_environment[1].lead_time.count == 1);
}

BOOST_AUTO_TEST_CASE(medians_and_percentiles_are_as_defined) {
  std::vector<delivered_change> list;
  for (int i = 1; i <= 10; ++i) {
    auto one = change(std::to_string(i), i * hour);
    one.started = one.finished - i * minute;
    list.push_back(one);
  }
  const auto got = counted(list);
  BOOST_TEST(*got.durations.median_ms == 11 * minute_ms / 2);
  BOOST_TEST(*got.durations.p90_ms == 9 * minute_ms);
}

BOOST_AUTO_TEST_CASE(long_times_are_shown_by_week_from_monday) {
  const auto got = counted({change("a", hour), change("b", 8 * day)}, 70);
  BOOST_TEST(got.weekly);
  BOOST_TEST(got.buckets.size() == 10u);
  BOOST_TEST(got.buckets[0].from.us == monday);
  BOOST_TEST(got.buckets[1].ended.deployments == 1);
  const dora_question weeks{{monday + 3 * hour}, {monday + 2 * day}, dora_question::bucket::week};
  const auto odd = count_dora({}, weeks);
  BOOST_TEST(odd.buckets.size() == 1u);
  BOOST_TEST(odd.buckets[0].from.us == monday);
  BOOST_TEST(bucket_of({monday + 3 * day}, weeks).us == monday);
}

BOOST_AUTO_TEST_CASE(the_page_of_definitions_says_what_the_answers_say) {
  std::ifstream in(EEVEON_TEST_DATA "/../../docs/dora.md");
  const auto words = [](std::istream& from) {
    std::string out;
    for (std::istream_iterator<std::string> it(from), end; it != end; ++it) (out += *it) += ' ';
    return out;
  };
  const auto page = words(in);
  for (const auto& [name, meaning] : dora_definitions()) {
    std::istringstream said(meaning);
    BOOST_TEST(page.find(words(said)) != page.npos, name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
