// Content negotiation by RFC 9110 12.5.1.
#include "server/http/accept.hpp"

#include <boost/test/unit_test.hpp>

namespace eeveon::test {
namespace {

std::string_view chosen(std::vector<std::string> headers) {
  http_request request;
  for (auto& value : headers) request.headers.emplace_back("accept", std::move(value));
  return http::preferred(request, {"application/json", "text/csv", "application/x-ndjson"});
}

BOOST_AUTO_TEST_SUITE(accept)

BOOST_AUTO_TEST_CASE(the_default_where_nothing_else_is_wanted) {
  BOOST_TEST(chosen({}) == "application/json");
  for (const auto* header : {"",
                             "*/*",
                             "application/*",
                             "text/html, */*;q=0.8",
                             "image/png",
                             "text/csv;q=0",
                             "text/csv;q=0.000",
                             "text/csv;q=0, */*",
                             "application/json, text/csv",
                             "text/csv;q=0.9, application/json",
                             "text/csv;q=2",
                             "text/csv;q=-1",
                             "text/csv;q=0.1234",
                             "text/csv;q=",
                             "text/csvx",
                             "xtext/csv",
                             "text/csv/x",
                             "image/x;note=\"text/csv, text/csv\"",
                             "*/*;q=0",
                             ",,;,"})
    BOOST_TEST(chosen({header}) == "application/json", header);
}

BOOST_AUTO_TEST_CASE(the_greatest_weight_wins) {
  for (const auto* header :
       {"text/csv", "TEXT/Csv", "text/csv;charset=utf-8", "text/csv ; q=0.5", "text/csv;Q=1.000",
        "application/json;q=0.4, text/csv;q=0.5", "application/json;q=0, text/csv;q=0.001",
        "text/csv;note=\"a,b;q=0\";q=0.7, application/json;q=0.6", "application/x-ndjson;q=.5, text/csv"})
    BOOST_TEST(chosen({header}) == "text/csv", header);
  BOOST_TEST(chosen({"text/csv;q=0.5", "application/x-ndjson"}) == "application/x-ndjson");
}

BOOST_AUTO_TEST_CASE(what_is_said_more_exactly_holds_and_wins_a_tie) {
  BOOST_TEST(chosen({"*/*, text/csv"}) == "text/csv");
  BOOST_TEST(chosen({"*/*, text/*"}) == "text/csv");
  BOOST_TEST(chosen({"*/*;q=1, text/*;q=0"}) == "application/json");
  BOOST_TEST(chosen({"text/*, text/csv;q=0"}) == "application/json");
  BOOST_TEST(chosen({"application/*, application/json;q=0"}) == "application/x-ndjson");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
