// history: what git says of the past of a commit, and what is made of its odd answers.
#include <boost/test/unit_test.hpp>

#include "catalog/actions/git_history.hpp"
#include "tests/catalog/actions/git_words.hpp"
#include "tests/catalog/actions/told.hpp"

using namespace eeveon;
using namespace eeveon::told;

namespace {

const std::string b(40, 'b'), c(40, 'c');
const std::string nul(1, '\0');

std::string printed(std::initializer_list<std::string> fields) {
  std::string out;
  for (const auto& field : fields) out += field + nul;
  return out;
}
json::object against(std::initializer_list<std::string> bases) {
  json::array list;
  for (const auto& base : bases) list.emplace_back(base);
  return {{"repository", "https://github.com/acme/shop"}, {"commit", a}, {"bases", std::move(list)}};
}
history document_of(const decision& said) {
  const auto* done = std::get_if<finished>(&said);
  BOOST_REQUIRE_MESSAGE(done, in_words(said));
  BOOST_REQUIRE(done->documents.size() == 1u);
  BOOST_TEST(to_hex(sha256(done->documents[0])) == done->output.at("history").as_string());
  auto out = parse_history(done->documents[0]);
  BOOST_REQUIRE(out);
  return std::move(*out);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(git)

BOOST_AUTO_TEST_CASE(history_is_asked_for_with_nothing_that_a_repository_could_turn) {
  const auto what = a_step(against({b}));
  const auto context = a_context();
  const auto in_mirror = safe_git + "--git-dir=/data/git/" +
                         to_hex(sha256("https://github.com/acme/shop")).substr(0, 24) + ".git ";
  const auto merge_base = in_mirror + "merge-base --end-of-options " + b + " " + a + ", 10s";
  const std::vector<std::pair<std::string, observation>> story{
      {in_mirror +
           "log -z -n251 --no-show-signature --no-mailmap --no-notes --encoding=UTF-8 "
           "--format=%H%x00%P%x00%an%x00%aI%x00%s --end-of-options " +
           a + ", 10s",
       ended(0,
             printed({a, b, "Ada", "2026-01-02T03:04:05+01:00", "Say hello", b, "", "Bob", "t", "First"}))},
      {merge_base, ended(128, "", "fatal: bad object")},
      {in_mirror +
           "-c fetch.unpackLimit=1 -c core.fsync=committed,reference fetch --quiet --no-tags "
           "--no-recurse-submodules --no-write-fetch-head --update-shallow "
           "--end-of-options "
           "https://github.com/acme/shop " +
           b + ":refs/eeveon/commits/" + b + ", 15s",
       ended(0)},
      {merge_base, ended(0, b + "\n")},
      {in_mirror + "diff-tree -r -z --numstat --no-renames --no-ext-diff --no-textconv --end-of-options " +
           b + " " + a + ", 10s",
       ended(0, distil_differences("3\t1\tsrc/a.txt" + nul + "-\t-\tlogo.png" + nul))}};
  std::vector<observation> seen;
  for (const auto& [expected, answer] : story) {
    BOOST_TEST(says("history", what, context, seen) == expected);
    seen.push_back(answer);
  }
  const auto got = document_of(ask("history", what, context, seen));
  BOOST_TEST(got.head == a);
  BOOST_REQUIRE(got.commits.size() == 2u);
  BOOST_TEST(got.commits[0].subject == "Say hello");
  BOOST_TEST(got.commits[0].parents == std::vector{b});
  BOOST_TEST(got.commits[1].parents.empty());
  BOOST_TEST(!got.truncated);
  BOOST_REQUIRE(got.compared.size() == 1u);
  BOOST_TEST(got.compared[0].direction == "forward");
  BOOST_REQUIRE(got.compared[0].diff);
  BOOST_TEST(got.compared[0].diff->files.size() == 2u);
  BOOST_TEST(got.compared[0].diff->totals->added == 3);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_told_of_the_past_is_left_out) {
  const auto context = a_context();
  const auto log = ended(0, printed({a, b, "Ada", "t", "x"}));
  const auto fails = ended(128, "", "fatal: no");
  auto slow = fails;
  slow.timed_out = true;
  // No base is brought twice in vain, and the other is asked about all the same.
  auto got = document_of(
      ask("history", a_step(against({b, c})), context, {log, fails, fails, ended(0, a + "\n"), fails}));
  BOOST_REQUIRE(got.compared.size() == 2u);
  BOOST_TEST(got.compared[0].direction == "");
  BOOST_TEST(got.compared[1].direction == "back");
  BOOST_TEST(!got.compared[1].diff);
  // Whatever is slow ends the asking.
  got = document_of(ask("history", a_step(against({b, c})), context, {log, slow}));
  BOOST_TEST(got.compared.size() == 1u);
  got = document_of(ask("history", a_step(against({b, c})), context, {slow}));
  BOOST_TEST(got.commits.empty());
  BOOST_TEST(got.truncated);
  got = document_of(ask("history", a_step(against({b})), context, {log, ended(1), ended(0, "{}")}));
  BOOST_TEST(got.compared[0].direction == "diverged");
  BOOST_TEST(says("history", a_step(against({})), context, {fails}) == "gave up for good: git: no");
  // Arguments are data too.
  got = document_of(ask("history", a_step(against({"--output=x", a, "main"})), context, {log}));
  BOOST_TEST(got.compared.empty());
}

BOOST_AUTO_TEST_CASE(a_past_with_too_much_text_is_asked_for_without_it) {
  const auto what = a_step(against({}));
  auto much = ended(141, printed({a, b, "Ada", "t", "x"}));
  much.output_exceeded = true;
  BOOST_TEST(says("history", what, a_context(), {much}).find("--format=%H%x00%P%x00%x00%aI%x00 ") !=
             std::string::npos);
  const auto got = document_of(
      ask("history", what, a_context(), {much, ended(0, printed({a, b, "", "t", "", b, "", "", "t", ""}))}));
  BOOST_TEST(got.commits.size() == 2u);
  BOOST_TEST(!got.truncated);
}

BOOST_AUTO_TEST_CASE(names_and_messages_are_a_strangers) {
  const auto got =
      read_commits(printed({a, b + " --x " + c, "A\x1b[2Ja\xff", "t\n", std::string(1000, 'x')}) +
                   printed({"main", "", "", "", ""}));
  BOOST_REQUIRE(got.size() == 1u);
  BOOST_TEST(got[0].author == "A [2Ja\xEF\xBF\xBD");
  BOOST_TEST(got[0].at == "t ");
  BOOST_TEST(got[0].subject.size() == 300u);
  BOOST_TEST((got[0].parents == std::vector{b, c}));
  // A character is not cut in two.
  BOOST_TEST(one_line("a\xC3\xA4", 2) == "a");
  BOOST_TEST(one_line("a\xC3\xA4\xC2\x9B", 9) == "a\xC3\xA4 ");
  // The last one was cut off.
  BOOST_TEST(read_commits(a + nul + nul + "Ada" + nul + "t" + nul + "half").empty());
}

BOOST_AUTO_TEST_CASE(more_files_than_are_kept_are_counted) {
  std::string all;
  for (int i = 0; i < 1200; ++i) all += "2\t1\tfile\n" + std::to_string(i) + nul;
  const auto got = read_differences(distil_differences(all + "7\t7\thalf"), true);
  BOOST_REQUIRE(got);
  BOOST_TEST(got->files.size() == 1000u);
  BOOST_TEST(got->files[0].path == "file 0");
  BOOST_TEST(got->truncated);
  BOOST_TEST(got->totals->files == 1200);
  BOOST_TEST(got->totals->added == 2400);
  const auto cut = read_differences(distil_differences(all), false);
  BOOST_TEST(!cut->totals);
  BOOST_TEST(!read_differences("nonsense", true));
}

BOOST_AUTO_TEST_SUITE_END()
