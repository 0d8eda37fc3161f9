// What is told of a request: its id with every error, and all of it to who asks.
#include "cli/api.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <regex>

#include "ports/http_client.hpp"
#include "tests/cli/caught_stderr.hpp"

using namespace eeveon;
using namespace eeveon::cli;

namespace {

class one_answer final : public http_client {
 public:
  explicit one_answer(http_answer answer) : answer_(std::move(answer)) {}
  asio::awaitable<result<http_answer>> send(http_ask) override { co_return answer_; }
  asio::awaitable<result<>> connect(std::string, int, std::chrono::milliseconds) override {
    co_return fail(errc::unavailable, "nothing to connect to");
  }

 private:
  http_answer answer_;
};

api answering(http_answer answer, bool verbose = false) {
  settings where{.url = "http://a", .token = "secret"};
  where.verbose = verbose;
  return {where, std::make_unique<one_answer>(std::move(answer))};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(requests)

BOOST_AUTO_TEST_CASE(an_error_brings_the_id_that_the_server_knows_it_by) {
  const auto in_body =
      answering({409, {}, R"({"code":"conflict","detail":"it has ended","request_id":"0193-a"})"})
          .post("/x")
          .error();
  BOOST_TEST(in_body.detail == "it has ended (request 0193-a)");
  const auto in_head = answering({502, {{"x-Request-ID", "0193-b\033[2J"}}, "gone"}).get("/x").error();
  BOOST_TEST(in_head.detail == "the server answered 502 (request 0193-b [2J)");
  BOOST_TEST(answering({500, {}, ""}).get("/x").error().detail == "the server answered 500");
}

BOOST_AUTO_TEST_CASE(what_is_no_answer_of_eeveon_is_no_success) {
  for (const int status : {101, 199, 300, 302, 304}) {
    BOOST_TEST((answering({status, {{"Location", "https://sso"}}, "{}"}).post("/x").error().code ==
                errc::unavailable));
    BOOST_TEST(!answering({status, {}, ""}).send("GET", "/x"));
  }
  for (const std::string body : {"", "<html>sign in</html>", "[]", "null", "\"ok\""})
    BOOST_TEST(!answering({200, {}, body}).get("/x").has_value(), body);
  BOOST_TEST(!answering({200, {{"Content-Type", "text/html"}}, "a"}).read("/x", "text/csv").has_value());
  BOOST_TEST(!answering({200, {}, "a"}).read("/x", "text/csv").has_value());
  BOOST_TEST(
      answering({200, {{"content-type", "Text/CSV; charset=utf-8"}}, "a"}).read("/x", "text/csv")->text ==
      "a");
  BOOST_TEST(answering({204, {}, ""}).remove("/x").has_value());
  BOOST_TEST(answering({202, {}, "{}"}).post("/x").has_value());
}

BOOST_AUTO_TEST_CASE(each_request_is_told_to_who_wants_to_know) {
  test::caught_stderr said;
  BOOST_TEST(
      answering({200, {{"X-Request-Id", "0193-c"}}, "{}"}, true).get("/api/v1/board?at=7").has_value());
  const auto text = said.text();
  BOOST_TEST(
      std::regex_match(text, std::regex("GET /api/v1/board\\?at=7 -> 200 in \\d+ ms, request 0193-c\n")),
      text);
}

BOOST_AUTO_TEST_CASE(nothing_is_told_to_others) {
  test::caught_stderr said;
  BOOST_TEST(answering({200, {{"X-Request-Id", "0193-d"}}, "{}"}).get("/x").has_value());
  BOOST_TEST(said.text().empty());
}

BOOST_AUTO_TEST_SUITE_END()
