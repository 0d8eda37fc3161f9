// What lists show when little is said, and what they say to a filter that means nothing.
#include "core/release/events.hpp"
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

std::vector<std::int64_t> positions(const api_answer& answer) {
  std::vector<std::int64_t> out;
  for (const auto& event : answer.body.at("events").get_array())
    out.push_back(event.at("position").to_number<std::int64_t>());
  return out;
}

BOOST_FIXTURE_TEST_SUITE(lists_over_http, api_server)

BOOST_AUTO_TEST_CASE(the_newest_events_come_oldest_first) {
  for (int i = 1; i <= 30; ++i)
    append(i % 10 == 0 ? "node-odd" : "node-even", node_removed{std::to_string(i)});
  append("node-odd", node_health_changed{.node = "odd", .health = "up"});
  using list = std::vector<std::int64_t>;
  const auto newest = [&](const std::string& query) {
    const auto got = ask("GET /api/v1/events?newest=true" + query);
    BOOST_TEST(got.status == 200);
    BOOST_TEST(got.text("position") == "31");
    BOOST_TEST(got.raw.header("eeveon-position") == "31");
    return positions(got);
  };
  const auto same = [](const list& got, const list& expected) {
    BOOST_TEST(got == expected, boost::test_tools::per_element());
  };
  same(newest("&limit=3"), {29, 30, 31});
  same(newest("&limit=2&stream=node-odd"), {30, 31});
  same(newest("&stream=node-odd"), {10, 20, 30, 31});
  same(newest("&limit=2&stream=node-odd&type=node_removed"), {20, 30});
  same(newest("&limit=2&type=node_removed"), {29, 30});
  same(newest("&limit=1&type=node_health_changed"), {31});
  same(newest("&limit=3&type=push_received"), {});
  BOOST_TEST(newest("").size() == 31u);
  // From the beginning as ever.
  same(positions(ask("GET /api/v1/events?limit=2")), {1, 2});
  same(positions(ask("GET /api/v1/events?after=29&limit=2")), {30, 31});
  BOOST_TEST(ask("GET /api/v1/events?newest=true&after=3").status == 400);
  BOOST_TEST(ask("GET /api/v1/events?newest=yes").status == 400);
}

// Another server stores the rows, or this one is about to.
BOOST_AUTO_TEST_CASE(what_is_folded_is_listed_whether_it_is_stored_or_not) {
  const auto request = [this](const std::string& id) {
    append(release_stream(id),
           release_requested{.release = id, .project = "shop", .commit = std::string(40, 'a')});
  };
  const auto listed = [this](const std::string& query) {
    std::string ids;
    const auto got = ask("GET /api/v1/releases?" + query);
    for (const auto& row : got.body.at("releases").get_array())
      ids += std::string(row.at("id").get_string()) + ' ';
    return ids + got.text("next");
  };
  for (const auto* id : {"rel_1", "rel_2", "rel_3"}) request(id);
  BOOST_TEST(listed("limit=5") == "rel_3 rel_2 rel_1 null");
  inside([this] { storing.set(false); });
  append(release_stream("rel_3"), release_built{.release = "rel_3", .project = "shop"});
  request("rel_4");
  BOOST_TEST(listed("limit=5") == "rel_4 rel_3 rel_2 rel_1 null");
  BOOST_TEST(listed("limit=5&status=built") == "rel_3 null");
  BOOST_TEST(listed("limit=2&status=building").starts_with("rel_4 rel_2 "));
  BOOST_TEST(!listed("limit=2&status=building").ends_with("null"));
  BOOST_TEST(listed("limit=5&project=other") == "null");
}

BOOST_AUTO_TEST_CASE(a_status_that_there_is_not_is_a_mistake) {
  const auto got = ask("GET /api/v1/deployments?status=suceeded");
  BOOST_TEST(got.status == 400);
  BOOST_TEST(got.text("field") == "status");
  BOOST_TEST(got.text("detail").find("did you mean 'succeeded'?") != std::string::npos);
  BOOST_TEST(got.text("detail").find("needs_attention") != std::string::npos);
  BOOST_TEST(ask("GET /api/v1/deployments?status=failed").status == 200);
  BOOST_TEST(ask("GET /api/v1/releases?status=bult").status == 400);
  BOOST_TEST(ask("GET /api/v1/releases?status=built").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
