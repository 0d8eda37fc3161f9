// What stands in a query and cannot be meant is a 400 that names the field, whatever the route: no number is
// too large, no cursor too odd, and none is quietly taken for something else.
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

// Never a number, a cursor or a moment.
const std::vector<std::string> odd{"",
                                   "-1",
                                   "-9223372036854775808",
                                   "9223372036854775808",
                                   "99999999999999999999999",
                                   "1e3",
                                   "1.5",
                                   "0x10",
                                   "%20",
                                   "%201",
                                   "1%20",
                                   "%2B1",
                                   "1,2",
                                   "1'--",
                                   "%D9%A1",
                                   "null",
                                   "NaN"};
const std::string most = "9223372036854775807";
const std::set<std::string_view> moments{"from", "to", "in", "at"};

bool is_wrong(const api_answer& got, std::string_view field) {
  return got.status == 400 && got.text("field") == field;
}

struct queried : api_server {
  queried() {
    with_shop();
    for (auto& row : rows)
      if (row.method == "GET" && row.serve) lists.push_back(&row);
  }
  api_answer got(const http::route& row, std::string_view name, const std::string& value) {
    std::string path(row.pattern);
    for (const auto& [part, real] : std::vector<std::pair<std::string, std::string>>{
             {"{project}", "shop"}, {"{environment}", "production"}, {"{id}", "dep_1"}})
      if (const auto at = path.find(part); at != path.npos) path.replace(at, part.size(), real);
    return ask("GET " + path + "?" + std::string(name) + "=" + value);
  }
  std::vector<const http::route*> lists;
};

BOOST_FIXTURE_TEST_SUITE(queries_over_http, queried)

BOOST_AUTO_TEST_CASE(what_is_no_number_is_a_mistake_of_its_field) {
  for (const auto* row : lists)
    for (const auto& one : row->query) {
      if (one.type != "integer") continue;
      for (const auto& value : odd)
        BOOST_TEST(is_wrong(got(*row, one.name, value), one.name),
                   row->pattern << "?" << one.name << "=" << value);
    }
}

BOOST_AUTO_TEST_CASE(the_ends_of_the_numbers_are_taken_or_a_mistake_of_their_field) {
  for (const auto* row : lists)
    for (const auto& one : row->query) {
      // That one waits for a position that has not come.
      if (one.type != "integer" || one.name == "min_position") continue;
      for (const std::string value : {"0", "1", "007", most.c_str()}) {
        const auto answer = got(*row, one.name, value);
        BOOST_TEST((answer.status == 200 || answer.status == 404 || is_wrong(answer, one.name)),
                   row->pattern << "?" << one.name << "=" << value << ": " << answer.status);
      }
    }
  BOOST_TEST(ask("GET /api/v1/board?min_position=" + most).status == 200);
}

BOOST_AUTO_TEST_CASE(a_limit_has_its_bounds) {
  for (const auto* row : lists)
    for (const auto& one : row->query)
      if (one.name == "limit")
        for (const std::string value : {"0", "10001", most.c_str()})
          BOOST_TEST(is_wrong(got(*row, "limit", value), "limit"), row->pattern << "?limit=" << value);
}

// Lists that begin with the newest go on below a position: nothing is below 0, which does not mean "from the
// newest on".
BOOST_AUTO_TEST_CASE(a_page_below_nothing_was_never_offered) {
  for (const std::string list : {"deployments", "audit", "releases"}) {
    BOOST_TEST(is_wrong(ask("GET /api/v1/" + list + "?after=0"), "after"), list);
    BOOST_TEST(ask("GET /api/v1/" + list + "?after=" + most).status == 200, list);
  }
  BOOST_TEST(ask("GET /api/v1/events?after=0").status == 200);
}

BOOST_AUTO_TEST_CASE(a_cursor_is_one_that_a_page_has_offered) {
  auto wrong = odd;
  std::erase(wrong, "1.5");  // which is one
  wrong.insert(wrong.end(),
               {"0", "1", most, ".", ".k", "1.", "0.k", "-1.k", "-9223372036854775808.k", most + ".k",
                "9223372036854775808.k", "253402300800000000.k", "1e3.k", "1x.k", "%201.k"});
  for (const auto& value : wrong)
    for (const std::string order : {"", "&newest=true"})
      BOOST_TEST(is_wrong(ask("GET /api/v1/deliveries?after=" + value + order), "after"), value << order);
  BOOST_TEST(ask("GET /api/v1/deliveries?after=253402300799999999.k").status == 200);
  BOOST_TEST(ask("GET /api/v1/deliveries?after=1.a.b").status == 200);

  wrong = odd;
  wrong.insert(wrong.end(), {"0", "1", most, "-", "1-", "0-dep_1", "-1-dep_1", "9223372036854775808-dep_1",
                             "1e3-dep_1", "%201-dep_1"});
  for (const auto& value : wrong)
    BOOST_TEST(is_wrong(ask("GET /api/v1/dora/deployments?after=" + value), "after"), value);
  BOOST_TEST(ask("GET /api/v1/dora/deployments?after=" + most + "-dep_1").status == 200);
}

BOOST_AUTO_TEST_CASE(what_is_no_moment_is_a_mistake_of_its_field) {
  auto wrong = odd;
  wrong.insert(wrong.end(), {"2026", "2026-11-21", "2026-11-21T13:37:24", "2026-13-21T13:37:24Z",
                             "10000-01-01T00:00:00Z"});
  int seen = 0;
  for (const auto* row : lists)
    for (const auto& one : row->query) {
      if (!moments.contains(one.name)) continue;
      ++seen;
      for (const auto& value : wrong) {
        // A board's moment may be a position, and one beyond all numbers lies ahead.
        const bool position =
            one.name == "at" && value.find_first_not_of("0123456789") == value.npos && !value.empty();
        const auto answer = got(*row, one.name, value);
        BOOST_TEST((position ? answer.status == 200 : is_wrong(answer, one.name)),
                   row->pattern << "?" << one.name << "=" << value << ": " << answer.status);
      }
      for (const std::string value : {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00%2B23:59",
                                      "1970-01-01T00:00:00Z", "9999-12-31T23:59:60-23:59"}) {
        const auto answer = got(*row, one.name, value);
        // The figures are of ten years at most.
        const bool too_far = row->pattern.starts_with("/api/v1/dora") && is_wrong(answer, "from");
        BOOST_TEST((answer.status == 200 || too_far), row->pattern << "?" << one.name << "=" << value);
      }
    }
  BOOST_TEST(seen == 10);
}

// The first moment of the epoch is a moment like any other.
BOOST_AUTO_TEST_CASE(a_bound_at_the_epoch_is_a_bound) {
  const std::string epoch = "1970-01-01T00:00:00Z";
  append(deployment_stream("dep_1"),
         deployment_requested{.deployment = "dep_1", .project = "shop", .environment = "production"});
  const auto last = std::to_string(append("system", project_applied{}));
  const auto count = [&](const std::string& path, const char* rows) {
    const auto answer = ask("GET /api/v1/" + path + "&min_position=" + last);
    BOOST_REQUIRE_MESSAGE(answer.status == 200, path);
    return answer.body.at(rows).get_array().size();
  };
  BOOST_TEST(count("deployments?to=" + epoch, "deployments") == 0u);
  BOOST_TEST(count("deployments?from=" + epoch, "deployments") == 1u);
  BOOST_TEST(count("audit?to=" + epoch, "rows") == 0u);
  BOOST_TEST(count("audit?from=" + epoch, "rows") > 0u);
  BOOST_TEST(is_wrong(ask("GET /api/v1/dora?from=" + epoch), "from"));
  BOOST_TEST(ask("GET /api/v1/dora?to=" + epoch).text("to") == "1970-01-01T00:00:00.000Z");
  BOOST_TEST(count("dora/deployments?in=" + epoch, "deployments") == 0u);
}

BOOST_AUTO_TEST_CASE(a_switch_is_on_or_off) {
  for (const std::string value : {"2", most.c_str()})
    BOOST_TEST(is_wrong(ask("GET /api/v1/deliveries?body=" + value), "body"), value);
  for (const std::string value : {"0", "1", "01"})
    BOOST_TEST(ask("GET /api/v1/deliveries?body=" + value).status == 200, value);
  for (const auto* row : lists)
    for (const auto& one : row->query)
      if (one.type == "boolean")
        for (const std::string value : {"", "1", "yes", "TRUE", "true%20"})
          BOOST_TEST(is_wrong(got(*row, one.name, value), one.name),
                     row->pattern << "?" << one.name << "=" << value);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
