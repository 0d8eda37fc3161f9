// YAML as people write it, and as people who mean harm do.
#include "core/project/yaml.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace eeveon;
namespace json = boost::json;

namespace {
std::string as_json(std::string_view yaml) {
  const auto out = yaml_to_json(yaml);
  return out ? json::serialize(*out) : to_string(out.error().code) + (": " + out.error().detail);
}
std::string mistake(std::string_view yaml) {
  const auto out = yaml_to_json(yaml);
  BOOST_TEST(!out.has_value(), "accepted: " << yaml);
  return out ? "" : out.error().detail;
}
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
}  // namespace

BOOST_AUTO_TEST_SUITE(yaml)

BOOST_AUTO_TEST_CASE(mappings_lists_and_scalars) {
  BOOST_TEST(
      as_json("project: shop\nkeep: 5\nrun: [[npm, ci], [npm, test]]\nshared:\n  - uploads\n  - .env\n") ==
      R"({"project":"shop","keep":5,"run":[["npm","ci"],["npm","test"]],"shared":["uploads",".env"]})");
  BOOST_TEST(as_json("a: true\nb: false\nc: null\nd: ~\ne:\nf: -7\n") ==
             R"({"a":true,"b":false,"c":null,"d":null,"e":null,"f":-7})");
  BOOST_TEST(as_json("a: |\n  one\n  two\nb: >\n  three\n  four\n") ==
             R"({"a":"one\ntwo\n","b":"three four\n"})");
  BOOST_TEST(as_json("") == "{}");
  BOOST_TEST(as_json("# only a comment\n") == "{}");
  BOOST_TEST(as_json("---\na: 1\n") == R"({"a":1})");
}

BOOST_AUTO_TEST_CASE(what_is_quoted_stays_text) {
  BOOST_TEST(as_json("a: \"5\"\nb: '007'\nc: \"true\"\nd: 'null'\ne: ''\nf: !!str 5\n") ==
             R"({"a":"5","b":"007","c":"true","d":"null","e":"","f":"5"})");
}

BOOST_AUTO_TEST_CASE(only_plain_whole_numbers_become_numbers) {
  BOOST_TEST(
      as_json("[1.10, 1e3, 0x10, 0755, 007, +5, 1_000, 99999999999999999999, yes, no, on, 12:30:45, "
              "2026-01-01]") ==
      R"(["1.10","1e3","0x10","0755","007","+5","1_000","99999999999999999999","yes","no","on","12:30:45","2026-01-01"])");
}

BOOST_AUTO_TEST_CASE(a_key_named_twice_is_a_mistake_with_its_place) {
  BOOST_TEST(mistake("keep: 5\nkeep: 6\n") == "line 2, column 1 names the key 'keep' twice");
  BOOST_TEST(has(mistake("a: {b: 1, b: 2}"), "'b' twice"));
  BOOST_TEST(has(mistake("a: 1\n\"a\": 2\n"), "'a' twice"));
}

BOOST_AUTO_TEST_CASE(every_key_knows_its_line) {
  const auto read = read_yaml("a: 1\n\nb:\n  c: {d: 2}\n  e:\n    - f: 3\n    - f: 4\n");
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST(line_of(*read, "a") == 1);
  BOOST_TEST(line_of(*read, "b") == 3);
  BOOST_TEST(line_of(*read, "b.c.d") == 4);
  BOOST_TEST(line_of(*read, "b.e") == 5);
  BOOST_TEST(line_of(*read, "b.e.f") == 6);
  BOOST_TEST(line_of(*read, "b.c.missing") == 4);  // where it should stand
  BOOST_TEST(line_of(*read, "missing") == 0);
  BOOST_TEST(line_of(*read_yaml("{\"a\":\n {\"b\": 1}}"), "a.b") == 2);
}

BOOST_AUTO_TEST_CASE(aliases_are_refused_wherever_they_stand) {
  for (const char* text : {"a: &x [1]\nb: *x\n", "a: &x 1\nb: [*x, *x]\n", "a: &x 1\nb: {c: *x}\n",
                           "- &x 1\n- *x\n", "a: &x 1\n*x : 2\n", "a: &x 1\nb:\n  *x\n"})
    BOOST_TEST(has(mistake(text), "alias"), text << " -> " << mistake(text));
}

BOOST_AUTO_TEST_CASE(a_bomb_does_not_go_off) {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 30; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int n = 0; n < 9; ++n) bomb += std::string(n ? "," : "") + "*a" + std::to_string(i - 1);
    bomb += "]\n";
  }
  BOOST_TEST(has(mistake(bomb), "alias"));
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_an_alias_is_accepted) {
  BOOST_TEST(as_json("# note: *important*\na: \"b: *c\"\nb: |\n  *starred*\n  - *x\nc: '*.log'\n") ==
             R"({"a":"b: *c","b":"*starred*\n- *x\n","c":"*.log"})");
  BOOST_TEST(as_json("a: &name 5\n") == R"({"a":5})");  // an anchor that nobody uses changes nothing
}

BOOST_AUTO_TEST_CASE(depth_and_size_are_bounded) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  BOOST_TEST(yaml_to_json(nested(32)).has_value());
  BOOST_TEST(has(mistake(nested(34)), "32 levels"));
  for (const int depth : {600, 50000}) BOOST_TEST(!yaml_to_json(nested(depth)).has_value());
  std::string folded;
  for (int i = 0; i < 300; ++i) folded += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  BOOST_TEST(!yaml_to_json(folded).has_value());
  const auto large = yaml_to_json(std::string((1 << 20) + 1, 'a'));
  BOOST_REQUIRE(!large);
  BOOST_TEST((large.error().code == errc::too_large));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_are_refused) {
  for (const auto& text : {std::string("a: \xff"), std::string("a: b\0c", 6), std::string("a: \xed\xa0\x80")})
    BOOST_TEST(has(mistake(text), "UTF-8"));
  BOOST_TEST(as_json("a: grün\n") == "{\"a\":\"grün\"}");
}

BOOST_AUTO_TEST_CASE(what_is_no_yaml_says_where) {
  BOOST_TEST(has(mistake("a: 1\nb: [1, 2\n"), "line "));
  BOOST_TEST(has(mistake("a: b: c\n"), "line 1"));
  BOOST_TEST(has(mistake("\tb: 1\n"), "line 1"));
  BOOST_TEST(has(mistake("a: 1\n---\nb: 2\n"), "more than one"));
  BOOST_TEST(has(mistake("? [a, b]\n: 1\n"), "key that is not a word"));
  BOOST_TEST(has(mistake("? {a: b}\n: 1\n"), "key that is not a word"));
  for (const char* text : {"%", "}", "]", "a: \"", "&", "!", "*", "\xff\xfe", "- a\nb: 1\n", "@x", "`x"})
    (void)yaml_to_json(text);  // whatever it says, it says it as a value
}

BOOST_AUTO_TEST_SUITE_END()
