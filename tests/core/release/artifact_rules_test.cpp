#include "core/release/ignore.hpp"
#include "core/release/manifest.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon;

BOOST_AUTO_TEST_SUITE(artifact_rules)

BOOST_AUTO_TEST_CASE(a_manifest_reads_back_and_has_one_form) {
  const std::vector<manifest_entry> entries{
      {'f', 755, 3, sha256("hi\n"), "b in"}, {'f', 644, 0, sha256(""), "a"}, {'l', 777, 1, sha256("a"), "c"}};
  const auto text = to_manifest(entries);
  BOOST_TEST(text.starts_with("f 644 0 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 a"));
  BOOST_TEST(to_manifest({entries[2], entries[1], entries[0]}) == text);
  const auto back = parse_manifest(text);
  BOOST_REQUIRE(back.has_value());
  BOOST_TEST(back->size() == 3u);
  BOOST_TEST(to_manifest(*back) == text);
  // The node's script makes the same bytes: this digest is the one `printf … | sort -z | sha256sum` gives.
  BOOST_TEST(to_hex(artifact_digest(to_manifest({entries[1]}))) ==
             to_hex(sha256(text.substr(0, text.find('\0') + 1))));
}

BOOST_AUTO_TEST_CASE(damaged_manifests_are_refused) {
  const auto good = to_manifest({{'f', 644, 0, sha256(""), "a"}, {'f', 644, 0, sha256(""), "b"}});
  BOOST_TEST(!parse_manifest(good.substr(0, good.size() - 1)).has_value());
  BOOST_TEST(!parse_manifest(good + good).has_value());
  for (const char* path : {"../a", "/a", "a//b", "a\nb", "."}) {
    BOOST_TEST(why_not_in_manifest(path) != nullptr);
    BOOST_TEST(!parse_manifest(to_manifest({{'f', 644, 0, sha256(""), path}})).has_value());
  }
  BOOST_TEST(!parse_manifest(to_manifest({{'f', 600, 0, sha256(""), "a"}})).has_value());
}

BOOST_AUTO_TEST_CASE(deployignore_lines) {
  struct row {
    const char *lines, *path;
    bool folder, ignored;
  };
  for (const auto& [lines, path, folder, ignored] : std::vector<row>{
           {"*.log\n", "a.log", false, true},
           {"*.log\n", "deep/er/a.log", false, true},
           {"*.log\n!keep.log\n", "keep.log", false, false},
           {"!keep.log\n*.log\n", "keep.log", false, true},
           {"# *.log\n\n", "a.log", false, false},
           {"tmp/\n", "tmp", true, true},
           {"tmp/\n", "tmp", false, false},
           {"tmp/\n", "x/tmp", true, true},
           {"/tmp\n", "x/tmp", true, false},
           {"/tmp\n", "tmp", false, true},
           {"doc/*.txt\n", "doc/a.txt", false, true},
           {"doc/*.txt\n", "doc/a/b.txt", false, false},
           {"doc/*.txt\n", "x/doc/a.txt", false, false},
           {"**/cache\n", "a/b/cache", true, true},
           {"**/cache\n", "cache", true, true},
           {"a/**/b\n", "a/b", false, true},
           {"a/**/b\n", "a/x/y/b", false, true},
           {"a/**\n", "a/x/y", false, true},
           {"a/**\n", "a", true, false},
           {"?.c\n", "x.c", false, true},
           {"?.c\n", "xy.c", false, false},
           {"\\!x\n", "!x", false, true},
           {"a*b*c\r\n", "aXbYc", false, true},
       })
    BOOST_TEST(ignore_rules(lines).matches(path, folder) == ignored, lines << " : " << path);
}

BOOST_AUTO_TEST_CASE(an_overlong_pattern_is_told_by_its_line) {
  const std::string most(1000, 'a');
  BOOST_TEST(overlong_pattern("") == 0u);
  BOOST_TEST(overlong_pattern(most + "  \r\n*.log\n" + most) == 0u);
  BOOST_TEST(overlong_pattern("# " + most + "\n\n*.log\n" + most + "b\n" + most + "c\n") == 4u);
}

BOOST_AUTO_TEST_CASE(a_hostile_pattern_is_still_fast) {
  std::string pattern, name(2000, 'a');
  for (int i = 0; i < 400; ++i) pattern += "a*";
  BOOST_TEST(!ignore_rules(pattern + "b\n").matches(name, false));
  std::string deep, path;
  for (int i = 0; i < 100; ++i) deep += "**/a/", path += "a/";
  BOOST_TEST(!ignore_rules(deep + "b\n").matches(path + "c", false));
}

BOOST_AUTO_TEST_SUITE_END()
