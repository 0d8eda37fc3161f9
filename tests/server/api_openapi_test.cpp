// The description and the doors, against the server's own table: nothing undescribed, nothing open by
// accident.
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::set<std::string> names_in(const json::object& operation, std::string_view where) {
  std::set<std::string> out;
  if (const auto* list = operation.if_contains("parameters"))
    for (const auto& one : list->get_array())
      if (one.at("in").get_string() == where) out.insert(std::string(one.at("name").get_string()));
  return out;
}

std::set<std::string> parameters_of(std::string_view pattern) {
  std::set<std::string> out;
  for (auto at = pattern.find('{'); at != pattern.npos; at = pattern.find('{', at + 1))
    out.emplace(pattern.substr(at + 1, pattern.find('}', at) - at - 1));
  return out;
}

// A path of the pattern, with something in every parameter.
std::string path_of(std::string_view pattern) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '{')
      out += pattern[i];
    else
      out += "x1", i = pattern.find('}', i);
  }
  return out;
}

BOOST_FIXTURE_TEST_SUITE(the_api_description, api_server)

BOOST_AUTO_TEST_CASE(every_route_is_described_and_nothing_else) {
  const auto document = ask("GET /openapi.json");
  BOOST_REQUIRE_EQUAL(document.status, 200);
  BOOST_TEST(document.text("openapi") == "3.1.0");
  const auto& paths = document.body.at("paths").get_object();
  std::size_t described = 0;
  for (const auto& [path, operations] : paths) described += operations.get_object().size();
  BOOST_TEST(described == rows.size());
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.method << " " << row.pattern) {
      const auto* path = paths.if_contains(row.pattern);
      const auto* found = path ? path->get_object().if_contains(lower(row.method)) : nullptr;
      BOOST_REQUIRE(found);
      const auto& operation = found->get_object();
      BOOST_TEST(operation.at("summary").get_string() == row.summary);
      BOOST_TEST(names_in(operation, "path") == parameters_of(row.pattern), boost::test_tools::per_element());
      std::set<std::string> query;
      for (const auto& one : row.query) query.emplace(one.name);
      BOOST_TEST(names_in(operation, "query") == query, boost::test_tools::per_element());
      BOOST_TEST(names_in(operation, "header").contains("Idempotency-Key") == row.keyed);
      BOOST_TEST(operation.contains("requestBody") == !row.body.empty());
      for (const auto status : row.answers)
        BOOST_TEST(operation.at("responses").get_object().contains(std::to_string(status)));
      for (const auto& [status, response] : operation.at("responses").get_object())
        BOOST_TEST(response.at("headers").get_object().contains("X-Request-Id"), status);
      const auto& security = operation.at("security").get_array();
      BOOST_TEST(security.size() == (row.needs == http::access::signed_in     ? 2u
                                     : row.needs == http::access::signed_body ? 1u
                                                                              : 0u));
      BOOST_TEST(operation.at("responses").get_object().contains("401") ==
                 (row.needs != http::access::anonymous || row.pattern == "/api/v1/session"));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_row_says_what_it_answers_and_takes) {
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.method << " " << row.pattern) {
      BOOST_TEST(!row.summary.empty());
      BOOST_TEST(!row.answers.empty());
      if (row.method == "PUT") BOOST_TEST(!row.body.empty());
      for (const auto& one : row.query) BOOST_TEST((!one.type.empty() && !one.meaning.empty()));
      for (const auto& one : row.body) BOOST_TEST((!one.type.empty() && !one.meaning.empty()));
    }
  }
}

BOOST_AUTO_TEST_CASE(only_the_named_routes_are_open) {
  std::set<std::string> open;
  for (const auto& row : rows)
    if (row.needs != http::access::signed_in)
      open.insert(std::string(row.method) + " " + std::string(row.pattern));
  const std::set<std::string> allowed{"POST /api/v1/session", "GET /healthz", "GET /readyz",
                                      "POST /hooks/github", "POST /hooks/github/{name}"};
  BOOST_TEST(open == allowed, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(everything_else_answers_401_without_credentials) {
  with_shop();
  const auto before = events_so_far();
  for (const auto& row : rows) {
    const auto line = std::string(row.method) + " " + path_of(row.pattern);
    const bool has_body = row.method == "POST" || row.method == "PUT";
    for (const std::string token : {"", "wrong"}) {
      const auto got = ask(line, has_body ? "{}" : "", "", token);
      BOOST_TEST_CONTEXT(line << " with token '" << token << "'") {
        if (row.needs == http::access::anonymous)
          BOOST_TEST((got.status == 200 || got.status == 400));
        else
          BOOST_TEST(got.status == 401);
        if (got.status == 401) BOOST_TEST(got.text("code") == "unauthorized");
      }
    }
  }
  BOOST_TEST(events_so_far() == before);
  // The page is open, what is nowhere is not.
  BOOST_TEST(ask("GET /some/page", "", "", "").status == 200);
  BOOST_TEST(ask("GET /api/v1/nowhere", "", "", "").status == 401);
  BOOST_TEST(ask("GET /api/v1/nowhere").status == 404);
  BOOST_TEST(ask("DELETE /api/v1/board").status == 405);
}

BOOST_AUTO_TEST_CASE(numbers_in_the_query_must_be_numbers) {
  for (const auto& row : rows)
    for (const auto& one : row.query) {
      if (one.type != "integer" || row.serve_socket) continue;
      const auto got =
          ask(std::string(row.method) + " " + path_of(row.pattern) + "?" + std::string(one.name) + "=12x");
      BOOST_TEST_CONTEXT(row.pattern << "?" << one.name) {
        BOOST_TEST(got.status == 400);
        BOOST_TEST(got.text("field") == std::string(one.name));
      }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
