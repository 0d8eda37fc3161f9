// The manual page, completion and the guide say what the one table of verbs and settings says.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "cli/exit_code.hpp"
#include "cli/parse.hpp"
#include "cli/setting_keys.hpp"
#include "tests/cli/caught_stderr.hpp"

using namespace eeveon::cli;

namespace {

std::string printed(const std::vector<std::string>& words) {
  const auto read = parse(words);
  BOOST_REQUIRE(std::holds_alternative<parsed>(read));
  const auto& [verb, given] = std::get<parsed>(read);
  invocation asked(given, {});
  eeveon::test::caught_stdout said;
  BOOST_TEST(verb->run(asked) == done);
  return said.text();
}

std::string roff_words(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '-' ? "\\-" : std::string(1, c);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(manual)

BOOST_AUTO_TEST_CASE(every_verb_option_setting_and_code_is_in_it) {
  const auto page = printed({"man"});
  BOOST_TEST(page.find("dep_\\[u2026], or the beginning of it") != page.npos);
  const auto has = [&](const std::string& text) { BOOST_TEST(page.find(text) != page.npos, text); };
  for (const auto& v : all_verbs()) {
    if (v.whose == audience::hidden) {
      BOOST_TEST(page.find("eeveon " + roff_words(v.name) + "\\fR") == page.npos);
      continue;
    }
    has(".SS \\fBeeveon " + roff_words(v.name) + "\\fR");
    for (const auto& p : v.parameters)
      if (!p.hidden && !p.is_position()) has("\\fB\\-\\-" + roff_words(p.key()) + "\\fR");
  }
  for (const auto& one : setting_keys())
    if (!one.variable.empty()) has("(or \\fB" + std::string(one.variable) + "\\fR)");
  for (const auto& one : exit_meanings())
    has(".TP\n\\fB" + std::to_string(one.code) + "\\fR\n" + roff_words(one.meaning) + "\n");
}

BOOST_AUTO_TEST_CASE(no_text_is_taken_for_a_request) {
  std::istringstream page(printed({"man"}));
  const std::set<std::string> known{".TH", ".SH", ".SS", ".TP"};
  for (std::string line; std::getline(page, line);) {
    BOOST_TEST(!line.starts_with('\''), line);
    BOOST_TEST(std::ranges::none_of(line, [](char c) { return static_cast<unsigned char>(c) > 0x7E; }), line);
    if (line.starts_with('.')) BOOST_TEST(known.contains(line.substr(0, line.find(' '))), line);
  }
}

BOOST_AUTO_TEST_CASE(the_guide_lists_the_same_exit_codes_and_variables) {
  std::ifstream in(EEVEON_TEST_DATA "/../../docs/operators-guide.md");
  std::string guide{std::istreambuf_iterator<char>(in), {}};
  std::ranges::replace(guide, '\n', ' ');
  for (const auto& one : exit_meanings())
    BOOST_TEST(guide.find(std::to_string(one.code) + " " + std::string(one.meaning)) != guide.npos,
               one.meaning);
  for (const auto& one : setting_keys())
    if (!one.variable.empty())
      BOOST_TEST(guide.find("`" + std::string(one.variable) + "`") != guide.npos, one.variable);
}

BOOST_AUTO_TEST_CASE(shells_learn_every_setting_and_group) {
  const auto script = printed({"completion", "bash"});
  for (const auto& one : setting_keys())
    BOOST_TEST(script.find("--" + std::string(one.key())) != script.npos, one.key());
  BOOST_TEST(script.find("case \"$place\" in nodes|config)") != script.npos);
  BOOST_TEST(script.find("use-context") != script.npos);
}

BOOST_AUTO_TEST_SUITE_END()
