#include "cli/print.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/follow.hpp"
#include "core/project/yaml.hpp"

using namespace eeveon;
using namespace std::string_literals;
using namespace eeveon::cli;

BOOST_AUTO_TEST_SUITE(printing)

BOOST_AUTO_TEST_CASE(yaml_reads_back_as_the_same_value) {
  const auto value =
      json::parse(R"({"a":1,"b":[{"c":"x y","d":[]},{"e":{"f":null}},"- dash","12","true",""],"g":{},
                                     "h":"line\nbreak","key with: colon":true,"i":[[1,2],[3]],"j":"#no comment"})");
  const auto back = yaml_to_json(to_yaml(value));
  BOOST_REQUIRE_MESSAGE(back, to_yaml(value));
  BOOST_TEST(json::serialize(*back) == json::serialize(value));
}

BOOST_AUTO_TEST_CASE(yaml_is_the_same_value_to_every_reader) {
  const auto shown = [](std::string_view value) { return to_yaml(json::parse(value)); };
  for (const auto* word : {"True", "NULL", "Null", "FALSE", "yes", "No", "on", "OFF", "y", "N", "~"})
    BOOST_TEST(shown('"' + std::string(word) + '"') == '"' + std::string(word) + "\"\n");
  BOOST_TEST(shown(R"({"on":1})") == "\"on\": 1\n");
  BOOST_TEST(shown(R"("yesterday")") == "yesterday\n");
  BOOST_TEST(shown("\"a\u0080b\u009f\x7f\u2028\u2029\ufeff\uffff ü\"") ==
             R"("a\u0080b\u009f\u007f\u2028\u2029\ufeff\uffff ü")" + std::string("\n"));
  BOOST_TEST(shown("1.0") == "1.0\n");
  BOOST_TEST(shown("0.25") == "0.25\n");
  BOOST_TEST(shown("-1e300") == "-1.0e+300\n");
}

BOOST_AUTO_TEST_CASE(what_a_query_carries_is_escaped) {
  BOOST_TEST(escaped("a b/ü") == "a%20b%2F%C3%BC");
  BOOST_TEST(with_query("/x", {{"a", ""}, {"b", "1&2"}, {"c", "3"}}) == "/x?b=1%262&c=3");
}

BOOST_AUTO_TEST_CASE(a_problem_document_becomes_its_exit_code) {
  const auto code = [](int status, const char* body) {
    return exit_code_of(failure_of({.status = status, .body = json::parse(body), .text = {}}));
  };
  BOOST_TEST(code(401, "null") == not_allowed);
  BOOST_TEST(code(403, "null") == not_allowed);
  BOOST_TEST(code(409, "{}") == conflict);
  BOOST_TEST(code(409, R"({"code":"refused"})") == held);
  BOOST_TEST(code(422, R"({"code":"refused","detail":"quarantined"})") == held);
  BOOST_TEST(code(400, R"({"code":"invalid","field":"commit"})") == wrong_usage);
  BOOST_TEST(code(404, R"({"code":"not_found"})") == error);
  BOOST_TEST(code(503, "{}") == error);
}

BOOST_AUTO_TEST_CASE(a_deployments_end_becomes_its_exit_code) {
  BOOST_TEST(exit_code_of_status("succeeded") == done);
  for (const auto* bad : {"failed", "rolled_back", "superseded", "expired", "needs_attention"})
    BOOST_TEST(exit_code_of_status(bad) == unsuccessful);
  BOOST_TEST(exit_code_of_status("cancelled") == cancelled);
}

BOOST_AUTO_TEST_CASE(what_does_not_decide_has_only_warned) {
  BOOST_TEST(state_of_step(json::parse(R"({"state":"failed","optional":true})")) == "warned");
  BOOST_TEST(state_of_step(json::parse(R"({"state":"succeeded","optional":true})")) == "succeeded");
  BOOST_TEST(state_of_step(json::parse(R"({"state":"failed"})")) == "failed");
}

BOOST_AUTO_TEST_CASE(what_strangers_write_does_not_move_the_cursor) {
  BOOST_TEST(plain("a\033[2Jb\rc\nd\te\x7f"s + '\0') == "a [2Jb c d e  ");
  BOOST_TEST(plain("a\xc2\x9b"
                   "2Jb ü \xc2\xa0 \xc2") == "a 2Jb ü \xc2\xa0 \xc2");
  BOOST_TEST(plain("a\u202e\u2066\u2069b\u202fc\u2065") == "a\ufffd\ufffd\ufffdb\u202fc\u2065");
  const table one{{"STATUS", "MESSAGE"}, {{"up", "fix\033[1A\033[2K"}, {"\033[8mup", "ü"}}};
  const auto text = to_text(one, {.colours = true});
  BOOST_TEST(text ==
             "STATUS  MESSAGE\n"
             "\033[32mup\033[0m      fix [1A [2K\n"
             "\033[33m [8mup\033[0m  ü\n");
  BOOST_TEST(to_text(one, {}).find('\033') == std::string::npos);
  BOOST_TEST(to_text({{}, {{"dep_1"}}}, {.colours = true}) == "dep_1\n");
}

BOOST_AUTO_TEST_CASE(a_table_is_written_for_spreadsheets) {
  const table what{{"WHO", "WHAT"}, {{"ada", "said \"no\", twice"}, {"=1+1", ""}}};
  BOOST_TEST(to_csv(what) == "WHO,WHAT\r\nada,\"said \"\"no\"\", twice\"\r\n'=1+1,\r\n");
  BOOST_TEST(to_csv({{}, {{"dep_1"}}}) == "dep_1\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
