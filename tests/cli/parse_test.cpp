#include "cli/parse.hpp"

#include <boost/test/unit_test.hpp>
#include <iostream>
#include <sstream>

#include "cli/exit_code.hpp"

using namespace eeveon;
using namespace eeveon::cli;

namespace {

parsed spoken(std::vector<std::string> words) {
  auto out = parse(words);
  BOOST_REQUIRE(std::holds_alternative<parsed>(out));
  return std::get<parsed>(out);
}

int refused(std::vector<std::string> words) {
  const auto out = parse(words);
  BOOST_REQUIRE(std::holds_alternative<int>(out));
  return std::get<int>(out);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parsing)

BOOST_AUTO_TEST_CASE(positions_are_taken_one_by_one) {
  const auto said = spoken({"deploy", "shop", "production", "--ref", "main", "--wait"});
  const invocation asked(said.words, {});
  BOOST_TEST(said.what->name == "deploy");
  BOOST_TEST(asked.text("PROJECT") == "shop");
  BOOST_TEST(asked.text("ENVIRONMENT") == "production");
  BOOST_TEST(asked.text("ref") == "main");
  BOOST_TEST(asked.has("wait"));
  BOOST_TEST(!asked.has("dry-run"));
}

BOOST_AUTO_TEST_CASE(a_default_stands_until_something_is_said) {
  BOOST_TEST(invocation(spoken({"history"}).words, {}).number("limit") == 20);
  BOOST_TEST(invocation(spoken({"history", "--limit", "3"}).words, {}).number("limit") == 3);
  BOOST_TEST(
      (invocation(spoken({"deploy", "a", "b"}).words, {}).duration("timeout") == std::chrono::minutes(30)));
}

BOOST_AUTO_TEST_CASE(a_repeated_option_keeps_every_value) {
  const auto said = spoken({"nodes", "add", "web-1", "--group", "a", "--group", "b", "--address", "h"});
  BOOST_TEST(said.what->name == "nodes add");
  const auto groups = invocation(said.words, {}).all("group");
  BOOST_TEST(groups == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(folders_of_repositories_are_named_to_up_as_to_server_and_worker) {
  for (const std::string verb : {"up", "server", "worker"}) {
    const auto roots =
        invocation(spoken({verb, "--file-root", "/a", "--file-root", "/b"}).words, {}).all("file-root");
    BOOST_TEST(roots == (std::vector<std::string>{"/a", "/b"}), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(a_half_typed_line_arrives_as_it_is) {
  const auto said = spoken({"complete", "--", "deploy", "--wait", ""});
  BOOST_TEST(invocation(said.words, {}).all("WORDS") == (std::vector<std::string>{"deploy", "--wait", ""}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(wrong_words_are_wrong_usage) {
  BOOST_TEST(refused({}) == wrong_usage);
  BOOST_TEST(refused({"deply"}) == wrong_usage);
  BOOST_TEST(refused({"nodes"}) == wrong_usage);
  BOOST_TEST(refused({"deploy", "shop"}) == wrong_usage);
  BOOST_TEST(refused({"deploy", "shop", "production", "staging"}) == wrong_usage);
  BOOST_TEST(refused({"history", "--limit", "many"}) == wrong_usage);
  BOOST_TEST(refused({"worker", "--lease", "30"}) == wrong_usage);
}

BOOST_AUTO_TEST_CASE(a_number_out_of_its_range_is_told_with_the_range) {
  for (const std::string typed : {"-3", "0", "501", "99999999999999999999", "1.5", ""}) {
    std::ostringstream said;
    auto* const before = std::cerr.rdbuf(said.rdbuf());
    const int code = refused({"history", "--limit", typed});
    std::cerr.rdbuf(before);
    BOOST_TEST(code == wrong_usage, typed);
    BOOST_TEST(said.str().find("--limit: must be a whole number from 1 to 500") != std::string::npos,
               said.str());
  }
  BOOST_TEST(invocation(spoken({"history", "--limit", "500", "--after", "7"}).words, {}).number("after") ==
             7);
}

BOOST_AUTO_TEST_CASE(a_moment_is_named_to_every_verb_that_looks_back) {
  for (const auto& [words, option] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"status"}, "at"},
           {{"logs", "dep_1"}, "since"},
           {{"history"}, "from"},
           {{"history"}, "to"},
           {{"audit"}, "from"},
           {{"audit"}, "to"},
           {{"dora", "--deployments", "all"}, "in"}}) {
    const auto said = [&words, &option](const std::string& value) {
      auto all = words;
      all.insert(all.end(), {"--" + option, value});
      return all;
    };
    const auto meant = [&](const std::string& typed) {
      return invocation(spoken(said(typed)).words, {}).text(option);
    };
    BOOST_TEST(meant("2026-11-21T13:37:24Z") == "2026-11-21T13:37:24.000Z", words.front());
    BOOST_TEST(meant("2026-11-21 13:37") == "2026-11-21T13:37:00.000Z", words.front());
    BOOST_TEST(meant("15m").ends_with("Z"), words.front());  // a moment, the same one on every later page
    BOOST_TEST(refused(said("yesterday")) == wrong_usage, words.front());
  }
  BOOST_TEST(invocation(spoken({"status", "--at", "4711"}).words, {}).text("at") == "4711");
  BOOST_TEST(refused({"history", "--from", "4711"}) == wrong_usage);
  BOOST_TEST(refused({"deploy", "a", "b", "--timeout", "2026-11-21T13:37:24Z"}) == wrong_usage);
  BOOST_TEST(refused({"worker", "--drain", "30"}) == wrong_usage);
}

BOOST_AUTO_TEST_CASE(what_every_verb_takes_may_stand_before_it) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"-q", "--context", "ours", "-ojson", "nodes", "check", "web-1"},
           {"--quiet", "--context=ours", "-o", "json", "nodes", "check", "web-1"}}) {
    const auto said = spoken(words);
    const invocation asked(said.words, {});
    BOOST_TEST(said.what->name == "nodes check");
    BOOST_TEST(asked.text("NAME") == "web-1");
    BOOST_TEST(asked.text("context") == "ours");
    BOOST_TEST(asked.text("output") == "json");
    BOOST_TEST(asked.has("quiet"));
  }
  BOOST_TEST(refused({"--context"}) == wrong_usage);
  BOOST_TEST(refused({"--context", "ours"}) == wrong_usage);
  BOOST_TEST(refused({"--ref", "main", "deploy", "shop", "live"}) == wrong_usage);  // one verb's own
  BOOST_TEST(invocation(spoken({"complete", "--", "-q", ""}).words, {}).all("WORDS").front() == "-q");
}

BOOST_AUTO_TEST_CASE(one_of_several_words_is_checked_and_suggested) {
  for (const auto& [typed, told] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"status", "-o", "jsn"},
            "must be one of table, wide, json, yaml, csv, name; did you mean 'json'?"},
           {{"status", "--color", "x"}, "must be one of auto, always, never"},
           {{"completion", "tcsh"}, "must be one of bash, zsh, fish"},
           {{"nodes", "add", "a", "--kind", "shh"}, "did you mean 'ssh'?"},
           {{"dora", "--deployments", "lead-time"}, "did you mean 'lead_time'?"},
           {{"config", "use-contxt"}, "did you mean 'use-context'?"}}) {
    std::ostringstream said;
    auto* const before = std::cerr.rdbuf(said.rdbuf());
    const int code = refused(typed);
    std::cerr.rdbuf(before);
    BOOST_TEST(code == wrong_usage);
    BOOST_TEST(said.str().find(told) != std::string::npos, said.str());
  }
}

BOOST_AUTO_TEST_CASE(help_and_version_are_no_mistakes) {
  BOOST_TEST(refused({"--help"}) == done);
  BOOST_TEST(refused({"deploy", "--help"}) == done);
  BOOST_TEST(refused({"help"}) == done);
  BOOST_TEST(refused({"help", "nodes", "add"}) == done);
  BOOST_TEST(refused({"--version"}) == done);
}

BOOST_AUTO_TEST_CASE(a_typo_finds_the_word_that_was_meant) {
  const std::vector<std::string_view> known{"deploy", "rollback", "status", "history"};
  BOOST_TEST(nearest_word("deply", known) == "deploy");
  BOOST_TEST(nearest_word("statsu", known) == "status");
  BOOST_TEST(nearest_word("roll", known) == "rollback");
  BOOST_TEST(nearest_word("x", known) == "");
  BOOST_TEST(nearest_word("something", known) == "");
}

BOOST_AUTO_TEST_CASE(every_verb_explains_itself) {
  for (const auto& v : all_verbs()) {
    BOOST_TEST(!v.summary.empty(), v.name);
    for (const auto& p : v.parameters) BOOST_TEST(!p.summary.empty(), v.name << " " << p.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
