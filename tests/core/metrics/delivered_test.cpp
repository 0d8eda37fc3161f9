// Which commits a deployment brought: histories overlap, have gaps, and end.
#include "core/metrics/delivered.hpp"

#include <boost/test/unit_test.hpp>

namespace eeveon::test {
namespace {

constexpr std::int64_t second = 1'000'000;

std::string name(int number) { return "c" + std::to_string(number); }
history::entry entry(int number, std::vector<std::string> parents) {
  return {name(number), "Ada", to_rfc3339({number * second}), "", std::move(parents)};
}
// One commit upon the other, the newest first, as a build would have noted it.
history line(int newest, int oldest) {
  history out{.head = name(newest)};
  for (int i = newest; i >= oldest; --i)
    out.commits.push_back(entry(i, i == 0 ? std::vector<std::string>{} : std::vector{name(i - 1)}));
  return out;
}
// A deployment of commit c<number> from the release r<number>; its head's time is told beside it.
delivered_change live(int number, std::int64_t ended, const std::string& environment = "production") {
  return {.id = "dep_" + std::to_string(ended),
          .project = "shop",
          .environment = environment,
          .commit = name(number),
          .status = "succeeded",
          .release = "r" + std::to_string(number),
          .finished = ended,
          .committed = {number * second}};
}
// Commits by number, and where they are from.
std::string told(const delivered_change& change) {
  std::string out;
  for (const auto made : change.committed) out += std::to_string(made / second) + " ";
  return out + std::string(to_text(change.lead_from));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(delivered)

BOOST_AUTO_TEST_CASE(a_deployment_brings_all_commits_since_the_one_before) {
  delivered_commits count({live(9, 30), live(2, 10), live(6, 20)});
  BOOST_TEST(count.wanted(9).size() == 3u);
  const auto all = line(9, 0);
  count.note("r9", &all);  // it tells of the other two
  BOOST_TEST(count.wanted(9).empty());
  const auto got = count.take();
  BOOST_TEST(told(got[0]) == "2 first");
  BOOST_TEST(told(got[1]) == "6 5 4 3 commits");
  BOOST_TEST(told(got[2]) == "9 8 7 commits");
}

BOOST_AUTO_TEST_CASE(what_failed_before_is_brought_by_what_succeeds) {
  auto bad = live(6, 20);
  bad.status = "rolled_back";
  delivered_commits count({live(2, 10), bad, live(8, 30)});
  const auto all = line(8, 0);
  count.note("r8", &all);
  const auto got = count.take();
  BOOST_TEST(told(got[1]) == "6 head");
  BOOST_TEST(told(got[2]) == "8 7 6 5 4 3 commits");
}

BOOST_AUTO_TEST_CASE(going_back_and_forth_brings_nothing_twice) {
  delivered_commits count({live(3, 10), live(5, 20), live(3, 30), live(4, 40), live(6, 50)});
  const auto all = line(6, 0);
  count.note("r6", &all);
  const auto got = count.take();
  BOOST_TEST(told(got[2]) == "commits");
  BOOST_TEST(told(got[3]) == "commits");  // it came with c5 already
  BOOST_TEST(told(got[4]) == "6 commits");
}

BOOST_AUTO_TEST_CASE(each_environment_gets_each_commit_once) {
  delivered_commits count({live(1, 10), live(3, 20), live(1, 11, "staging"), live(3, 21, "staging")});
  const auto all = line(3, 0);
  count.note("r3", &all);
  const auto got = count.take();
  BOOST_TEST(told(got[1]) == "3 2 commits");
  BOOST_TEST(told(got[3]) == "3 2 commits");
}

BOOST_AUTO_TEST_CASE(both_sides_of_a_merge_count_but_not_what_was_there) {
  // c4 merges c3, which left the line at c1, into c2.
  history all{.head = name(4),
              .commits = {entry(4, {name(2), name(3)}), entry(3, {name(1)}), entry(2, {name(1)}),
                          entry(1, {name(0)}), entry(0, {})}};
  delivered_commits count({live(2, 10), live(4, 20)});
  count.note("r4", &all);
  BOOST_TEST(told(count.take()[1]) == "4 3 commits");
}

BOOST_AUTO_TEST_CASE(without_a_history_the_head_alone_counts) {
  delivered_commits count({live(1, 10), live(5, 20), live(7, 30)});
  BOOST_TEST(count.wanted(9).size() == 3u);
  count.note("r1", nullptr);
  count.note("r5", nullptr);
  const auto newest = line(7, 4);
  count.note("r7", &newest);
  BOOST_TEST(count.wanted(9).empty());
  const auto got = count.take();
  BOOST_TEST(told(got[0]) == "1 first");
  BOOST_TEST(told(got[1]) == "5 4 cut");  // the history of c7 tells of it, as far as it reaches
  BOOST_TEST(told(got[2]) == "7 6 commits");
  delivered_commits bare({live(1, 10), live(5, 20)});
  BOOST_TEST(told(bare.take()[1]) == "5 head");
}

BOOST_AUTO_TEST_CASE(a_history_that_does_not_reach_back_says_so) {
  delivered_commits count({live(1, 10), live(500, 20)});
  const auto cut = line(500, 251), first = line(1, 0);
  count.note("r500", &cut);
  count.note("r1", &first);
  const auto got = count.take();
  BOOST_TEST(got[1].committed.size() == 250u);
  BOOST_TEST(to_text(got[1].lead_from) == "cut");
}

BOOST_AUTO_TEST_CASE(few_histories_tell_of_many_deployments) {
  std::vector<delivered_change> changes;
  for (int i = 1; i <= 5000; ++i) changes.push_back(live(3 * i, i));
  delivered_commits count(std::move(changes));
  std::size_t read = 0;
  for (auto wanted = count.wanted(32); !wanted.empty(); wanted = count.wanted(32)) {
    BOOST_REQUIRE(wanted.size() <= 32u);
    read += wanted.size();
    for (const auto& release : wanted) {
      const auto newest = std::stoi(release.substr(1));
      const auto noted = line(newest, std::max(0, newest - 249));
      count.note(release, &noted);
    }
  }
  BOOST_TEST(read < 200u);
  const auto got = count.take();
  std::size_t commits = 0;
  for (const auto& change : got) commits += change.committed.size();
  BOOST_TEST(commits == 4999u * 3 + 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
