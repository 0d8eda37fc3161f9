// --field: what a script picks out of an answer.
#include "cli/field_path.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "cli/exit_code.hpp"
#include "cli/print.hpp"

using namespace eeveon::cli;

namespace {

const auto board = json::parse(R"({"position":7,"environments":[
  {"project":"shop","name":"live","current":{"commit":"abc","nodes":["web-1","web-2"]}},
  {"project":"docs","name":"live","current":null,"note":"a\u001b[2Jb"},
  {"project":"api"}]})");

std::string why(std::string_view path) {
  try {
    return "found: " + field_text(board, path);
  } catch (const unwritable& trouble) {
    BOOST_TEST(exit_code_of(trouble.why) == wrong_usage);
    return trouble.why.detail;
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fields)

BOOST_AUTO_TEST_CASE(lists_are_gone_through_a_line_for_each) {
  BOOST_TEST(field_text(board, "position") == "7\n");
  BOOST_TEST(field_text(board, "environments.project") == "shop\ndocs\napi\n");
  BOOST_TEST(field_text(board, "environments.current.nodes") == "web-1\nweb-2\n\n\n");
}

BOOST_AUTO_TEST_CASE(what_one_of_them_lacks_is_an_empty_line) {
  BOOST_TEST(field_text(board, "environments.current.commit") == "abc\n\n\n");
  BOOST_TEST(field_text(board, "environments.note") == "\na [2Jb\n\n");
}

BOOST_AUTO_TEST_CASE(a_number_picks_one) {
  BOOST_TEST(field_text(board, "environments.1.project") == "docs\n");
  BOOST_TEST(field_text(board, "environments.0.current.nodes.1") == "web-2\n");
  BOOST_TEST(field_text(board, "environments.9.project") == "");
  BOOST_TEST(field_text(json::parse(R"({"rows":[]})"), "rows.project") == "");
}

BOOST_AUTO_TEST_CASE(an_object_stays_json) {
  BOOST_TEST(field_text(board, "environments.0.current") ==
             "{\"commit\":\"abc\",\"nodes\":[\"web-1\",\"web-2\"]}\n");
}

BOOST_AUTO_TEST_CASE(a_field_that_is_none_is_told_with_what_was_meant) {
  BOOST_TEST(why("environmnts.project") == "there is no field environmnts; did you mean environments?");
  BOOST_TEST(why("environments.projct") == "there is no field projct; did you mean project?");
  BOOST_TEST(why("zzz") == "there is no field zzz; there is: position, environments");
}

BOOST_AUTO_TEST_SUITE_END()
