// Mistakes that a verb sees before it asks the server: told with what to say instead, exit code 2.
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "cli/exit_code.hpp"
#include "cli/parse.hpp"
#include "tests/cli/caught_stderr.hpp"

using namespace eeveon;
using namespace eeveon::cli;

namespace {

struct outcome {
  int code = 0;
  std::string said;
};

// Nobody listens there: what gets as far as asking ends with another code.
outcome spoken(const std::vector<std::string>& words) {
  test::caught_stderr said;
  const auto read = parse(words);
  if (const int* code = std::get_if<int>(&read)) return {*code, said.text()};
  const auto& [verb, given] = std::get<parsed>(read);
  invocation asked(given, settings{.url = "http://127.0.0.1:1", .token = {}});
  const int code = verb->run(asked);
  return {code, said.text()};
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(said_wrong)

BOOST_AUTO_TEST_CASE(how_many_events_is_checked) {
  for (const auto& [words, range] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"events", "--limit", "0"}, "from 1 to 1000"},
           {{"events", "--limit", "1001"}, "from 1 to 1000 without --after"},
           {{"events", "-f", "--limit", "1001"}, "from 0 to 1000"},
           {{"events", "--after", "0", "--limit", "0"}, "from 1 to 999999999"}}) {
    const auto got = spoken(words);
    BOOST_TEST(got.code == wrong_usage, got.said);
    BOOST_TEST(has(got.said, "eeveon: --limit: must be a whole number " + range), got.said);
  }
  BOOST_TEST(spoken({"events", "--after", "0", "--limit", "1001"}).code == error);
}

BOOST_AUTO_TEST_CASE(a_cursor_is_no_deployment) {
  // CLI11's own words go to std::cerr, which writes to the same place.
  const auto got = spoken({"history", "--after", "dep_01930000-1111-7000-8000-00000000a1b2"});
  BOOST_TEST(got.code == wrong_usage);
  for (const auto* part :
       {"--after: must be a whole number", "older ones: eeveon history", "not a deployment's id"})
    BOOST_TEST(has(got.said, part), got.said);
  BOOST_TEST(has(spoken({"events", "--after", "x"}).said, "the position that an event's line begins with"));
}

BOOST_AUTO_TEST_CASE(an_option_that_is_none_is_named_with_what_was_meant) {
  for (const auto& [words, told] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"up", "--lisen", "127.0.0.1:0"},
            "'--lisen' is no option of eeveon up; did you mean '--listen'?"},
           {{"deploy", "shop", "live", "--dryrun"}, "did you mean '--dry-run'?"},
           {{"nodes", "add", "a", "--adress=h"},
            "'--adress' is no option of eeveon nodes add; did you mean '--address'?"},
           {{"status", "--zzzzzz"},
            "'--zzzzzz' is no option of eeveon status; eeveon status --help lists them"},
           {{"deploy", "shop", "--ref", "main"}, "ENVIRONMENT is required; eeveon deploy --help shows how"},
           {{"nodes", "remove"}, "NAME is required; eeveon nodes remove --help shows how"},
           {{"nodes", "remove", "a", "b"}, "; eeveon nodes remove --help shows how"}}) {
    const auto got = spoken(words);
    BOOST_TEST(got.code == wrong_usage);
    BOOST_TEST(has(got.said, told), got.said);
  }
}

BOOST_AUTO_TEST_CASE(staying_and_leaving_are_not_said_together) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"deploy", "shop", "live", "--ref", "main"},
        {"cancel", "dep_01930000-1111-7000-8000-00000000a1b2"},
        {"retry", "dep_01930000-1111-7000-8000-00000000a1b2"},
        {"mark-done", "dep_01930000-1111-7000-8000-00000000a1b2"}}) {
    auto both = words;
    both.insert(both.end(), {"--wait", "--no-wait"});
    const auto got = spoken(both);
    BOOST_TEST(got.code == wrong_usage, words[0]);
    BOOST_TEST(has(got.said, "say one of --wait and --no-wait"), got.said);
  }
}

BOOST_AUTO_TEST_CASE(two_files_of_one_project_are_one_too_many) {
  const auto folder = std::filesystem::temp_directory_path() / ("eeveon-twins-" + std::to_string(getpid()));
  std::filesystem::create_directory(folder);
  const auto write = [&](const std::string& name, const std::string& project) {
    std::ofstream(folder / name) << "project: " << project
                                 << "\nrepository: https://github.com/acme/shop\n"
                                    "environments: { live: { nodes: { group: web } } }\n";
    return (folder / name).string();
  };
  const auto a = write("a.yaml", "shop"), b = write("b.yaml", "docs"), c = write("c.yaml", "shop");
  const auto got = spoken({"apply", "-f", a, "-f", b, "-f", c});
  BOOST_TEST(got.code == wrong_usage);
  BOOST_TEST(has(got.said, a + " and " + c + " are both of the project shop"), got.said);
  BOOST_TEST(spoken({"apply", "-f", a, "-f", b}).code == error);  // that asks the server
  std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_SUITE_END()
