// The board at a position, at a time, and at what is neither.
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

struct board_of_a_day : api_server {
  board_of_a_day() {
    inside([this] { log->now_us = 1'700'000'000'000'000; });
    with_shop();
    inside([this] { log->now_us += 60'000'000; });
    append("project-shop", project_applied{"shop", json::parse(spec("queue")).as_object()});
  }
  std::string queue_at(const std::string& at) {
    const auto board = ask("GET /api/v1/board?at=" + at);
    BOOST_REQUIRE_MESSAGE(board.status == 200, board.raw.body);
    const auto& environments = board.body.at("environments").get_array();
    return environments.empty() ? "" : std::string(environments[0].at("queue_policy").get_string());
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(board_api, board_of_a_day)

BOOST_AUTO_TEST_CASE(a_position_shows_everything_up_to_it_and_nothing_after) {
  BOOST_TEST(queue_at("2") == "supersede");
  BOOST_TEST(queue_at("3") == "queue");
  const auto board = ask("GET /api/v1/board?at=1");
  BOOST_TEST(board.raw.header("eeveon-position") == "1");
  BOOST_TEST(board.body.at("position") == 1);
  BOOST_TEST(board.text("at") == "2023-11-14T22:13:20.000Z");
  BOOST_TEST(board.body.at("nodes").get_array().size() == 1u);
  BOOST_TEST(board.body.at("projects").get_array().empty());
}

BOOST_AUTO_TEST_CASE(a_time_shows_what_had_happened_by_then_in_any_offset) {
  BOOST_TEST(queue_at("2023-11-14T22:13:20Z") == "supersede");
  BOOST_TEST(queue_at("2023-11-14T22:14:19.999Z") == "supersede");
  BOOST_TEST(queue_at("2023-11-14T22:14:20Z") == "queue");
  BOOST_TEST(queue_at("2023-11-14T23:13:21%2B01:00") == "supersede");
  BOOST_TEST(queue_at("2023-11-14T23:14:21+01:00") == "queue");
}

BOOST_AUTO_TEST_CASE(before_the_first_event_there_is_nothing_and_ahead_is_the_present) {
  for (const auto* before : {"0", "2001-01-01T00:00:00Z"}) {
    const auto board = ask(std::string("GET /api/v1/board?at=") + before);
    BOOST_TEST(board.status == 200);
    BOOST_TEST(board.body.at("position") == 0);
    for (const auto* list : {"projects", "environments", "nodes", "deployments"})
      BOOST_TEST(board.body.at(list).get_array().empty());
  }
  const auto present = ask("GET /api/v1/board").raw.body;
  for (const auto* ahead : {"3", "4", "99999999999999999999999", "2999-01-01T00:00:00Z"})
    BOOST_TEST(ask(std::string("GET /api/v1/board?at=") + ahead).raw.body == present);
}

BOOST_AUTO_TEST_CASE(what_is_neither_is_refused_with_the_right_forms) {
  for (const auto* nonsense :
       {"", "yesterday", "-1", "12a", "2026-11-21", "2026-11-21T13:37:24", "2026-13-01T00:00:00Z"}) {
    const auto refused = ask(std::string("GET /api/v1/board?at=") + nonsense);
    BOOST_TEST(refused.status == 400);
    BOOST_TEST(refused.text("field") == "at");
    BOOST_TEST(refused.text("detail").contains("2026-11-21T13:37:24Z"));
  }
}

BOOST_AUTO_TEST_CASE(the_span_of_the_log_is_told) {
  const auto span = ask("GET /api/v1/log-span");
  BOOST_TEST(
      span.raw.body ==
      R"({"first":{"position":1,"at":"2023-11-14T22:13:20.000Z"},"last":{"position":3,"at":"2023-11-14T22:14:20.000Z"}})");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_CASE(an_empty_log_has_no_span, api_server) {
  BOOST_TEST(ask("GET /api/v1/log-span").raw.body == R"({"first":null,"last":null})");
  BOOST_TEST(ask("GET /api/v1/board?at=1").body.at("position") == 0);
}

}  // namespace eeveon::test
