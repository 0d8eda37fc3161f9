// What an applied spec would change, as a person is shown it.
#include "core/project/changes.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon;

namespace {

std::vector<std::string> told(const char* before, const char* after) {
  std::vector<std::string> out;
  for (const auto& one : changes_between(json::parse(before).as_object(), json::parse(after).as_object()))
    out.push_back(one.field + ": " + json::serialize(one.before) + " -> " + json::serialize(one.after));
  return out;
}

void same(const std::vector<std::string>& got, const std::vector<std::string>& expected) {
  BOOST_TEST(got == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(changes_of_a_spec)

BOOST_AUTO_TEST_CASE(mappings_are_looked_into_and_lists_are_one) {
  same(told(R"({"a":1,"b":{"c":[1],"d":2}})", R"({"a":1,"b":{"c":[1,2],"d":2}})"), {"b.c: [1] -> [1,2]"});
  same(told(R"({"a":1})", R"({"a":"1"})"), {R"(a: 1 -> "1")"});
  same(told(R"({"a":{"b":1}})", R"({"a":{"b":1}})"), {});
}

BOOST_AUTO_TEST_CASE(what_comes_and_what_goes_is_told) {
  same(told(R"({"keep":5,"poll":"60s"})", R"({"keep":5,"build":{"run":[]}})"),
       {R"(build: null -> {"run":[]})", R"(poll: "60s" -> null)"});
  same(told(R"({"e":{"p":{"q":1}}})", R"({"e":{"s":{"q":1}}})"),
       {R"(e.s: null -> {"q":1})", R"(e.p: {"q":1} -> null)"});
}

BOOST_AUTO_TEST_SUITE_END()
