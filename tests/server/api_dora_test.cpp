// The five figures over HTTP, and the deployments behind each of them.
#include "core/deployment/events.hpp"
#include "core/environment/events.hpp"
#include "core/release/events.hpp"
#include "core/release/history.hpp"
#include "core/run/events.hpp"
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

const std::string days = "from=2027-01-15T00:00:00Z&to=2027-01-17T00:00:00Z";
constexpr std::int64_t noon_us = 1'800'000'000'000'000;  // of 2027-01-15, 08:00

std::string commit(char letter) { return std::string(40, letter); }

struct delivered_server : api_server {
  delivered_server() { with_shop(); }
  void at(std::int64_t seconds) {
    inside([this, seconds] { log->now_us = noon_us + seconds * 1'000'000; });
  }
  // A deployment from its request to its end.
  template <class End>
  std::string ended(char letter, const End& how) {
    const auto id = "dep_" + std::to_string(++made_);
    append(deployment_stream(id), deployment_requested{.deployment = id,
                                                       .project = "shop",
                                                       .environment = "production",
                                                       .commit = commit(letter),
                                                       .ref = "refs/heads/main",
                                                       .trigger = "push"});
    append(environment_stream("shop", "production"),
           deployment_enqueued{.deployment = id, .release = release(letter), .commit = commit(letter)});
    append(deployment_stream(id), run_claimed{"run_" + id, "worker-1"});
    last_ = append(deployment_stream(id), how);
    return id;
  }
  // Its build has noted these commits, the newest first and one minute apart.
  void built(char letter, const std::string& letters) {
    history past{.head = commit(letter)};
    for (std::size_t i = 0; i < letters.size(); ++i)
      past.commits.push_back(
          {commit(letters[i]), "Ada", to_rfc3339({noon_us - static_cast<std::int64_t>(i) * 60'000'000}),
           "Text",
           i + 1 < letters.size() ? std::vector{commit(letters[i + 1])} : std::vector<std::string>{}});
    const auto text = to_document(past);
    inside([&] { log->documents.emplace(sha256(text), text); });
    append(release_stream(release(letter)),
           step_succeeded{"run_1", "build", "history@worker", 1, 5, {{"history", to_hex(sha256(text))}}});
  }
  static std::string release(char letter) { return std::string("rel_") + letter; }
  api_answer got(const std::string& path, const std::string& headers = {}) {
    return ask("GET /api/v1/" + path + (path.find('?') == path.npos ? "?" : "&") +
                   "min_position=" + std::to_string(last_),
               "", headers);
  }
  std::string behind(const std::string& query) {
    std::string out;
    for (const auto& row : got("dora/deployments?" + days + "&" + query).body.at("deployments").get_array())
      (out += row.at("id").get_string()) += ' ';
    return out;
  }
  std::int64_t last_ = 0;

 private:
  int made_ = 0;
};

BOOST_FIXTURE_TEST_SUITE(dora_over_http, delivered_server)

BOOST_AUTO_TEST_CASE(the_five_figures_are_counted_with_their_definitions) {
  at(0), ended('a', deployment_succeeded{"run"});
  at(60), ended('b', deployment_rolled_back{"check", "it answered 500"});
  at(120), ended('c', deployment_succeeded{"run"});
  const auto answer = got("dora?" + days);
  BOOST_TEST(answer.status == 200);
  const auto& body = answer.body.get_object();
  BOOST_TEST(body.at("frequency").at("count") == 2);
  BOOST_TEST(body.at("frequency").at("per_day") == 1.0);
  BOOST_TEST(body.at("change_fail_rate").at("failed") == 1);
  BOOST_TEST(body.at("change_fail_rate").at("of") == 3);
  BOOST_TEST(body.at("rework_rate").at("rework") == 1);
  BOOST_TEST(body.at("lead_time").at("median_ms").is_null());
  BOOST_TEST(body.at("flags").at("unknown_commit_times") == 2);
  BOOST_TEST(body.at("buckets").get_array().size() == 2u);
  BOOST_TEST(body.at("bucket") == "day");
  const auto& place = body.at("by_environment").at(0).get_object();
  BOOST_TEST(place.at("environment") == "production");
  // The second day, on which nothing ended, is left out.
  BOOST_REQUIRE(place.at("buckets").get_array().size() == 1u);
  BOOST_TEST(place.at("buckets").at(0) == body.at("buckets").at(0));
  for (const auto* figure : {"lead_time", "frequency", "recovery", "change_fail_rate", "rework_rate"})
    BOOST_TEST(body.at("definitions").get_object().contains(figure), figure);
  const auto table = got("dora?" + days, csv);
  BOOST_TEST(table.raw.body.starts_with("from,deployments,"));
  BOOST_TEST(table.raw.body.find("2027-01-15T00:00:00.000Z,3,2,0,1,0,") != std::string::npos);
  BOOST_TEST(got("dora?project=nosuch&" + days).body.at("frequency").at("count") == 0);
  BOOST_TEST(got("dora?bucket=hour").text("field") == "bucket");
  BOOST_TEST(got("dora?from=2027-01-17T00:00:00Z&to=2027-01-15T00:00:00Z").text("field") == "from");
  BOOST_TEST(got("dora?from=1990-01-17T00:00:00Z").text("field") == "from");
}

BOOST_AUTO_TEST_CASE(every_commit_that_came_with_a_deployment_has_its_lead_time) {
  built('a', "a");
  built('d', "dcba");
  at(600), ended('a', deployment_succeeded{"run"});
  at(1200), ended('d', deployment_succeeded{"run"});
  at(1800), ended('e', deployment_succeeded{"run"});
  const auto answer = got("dora?" + days).body.get_object();
  // d, c and b; of a the time is not known, for its build says it in its release alone; nothing tells of e.
  BOOST_TEST(answer.at("lead_time").at("count") == 3);
  BOOST_TEST(answer.at("lead_time").at("median_ms") == 1'260'000);
  BOOST_TEST(answer.at("flags").at("histories_cut") == 0);
  BOOST_TEST(answer.at("flags").at("unknown_commit_times") == 2);
  const auto rows = got("dora/deployments?figure=lead_time&" + days).body.at("deployments").get_array();
  BOOST_REQUIRE(rows.size() == 1u);
  BOOST_TEST(rows[0].at("commits") == 3);
  BOOST_TEST(rows[0].at("lead_time_ms") == 1'260'000);
  BOOST_TEST(rows[0].at("lead_time_from") == "commits");
}

BOOST_AUTO_TEST_CASE(the_deployments_behind_each_figure_are_listed) {
  at(0), ended('a', deployment_succeeded{"run"});
  at(60), ended('b', deployment_rolled_back{"check", "it answered 500"});
  at(120), ended('c', deployment_succeeded{"run"});
  at(86'400), ended('d', deployment_cancelled{});
  BOOST_TEST(behind("") == "dep_4 dep_3 dep_2 dep_1 ");
  BOOST_TEST(behind("in=2027-01-15T00:00:00Z") == "dep_3 dep_2 dep_1 ");
  BOOST_TEST(behind("in=2027-01-16T09:00:00Z") == "dep_4 ");
  BOOST_TEST(behind("figure=frequency") == "dep_3 dep_1 ");
  BOOST_TEST(behind("figure=change_fail_rate") == "dep_2 ");
  BOOST_TEST(behind("figure=rework_rate") == "dep_3 ");
  BOOST_TEST(behind("figure=change_fail_rate&in=2027-01-16T00:00:00Z") == "");
  BOOST_TEST(behind("project=nosuch") == "");
  const auto failed =
      got("dora/deployments?figure=change_fail_rate&" + days).body.at("deployments").at(0).get_object();
  BOOST_TEST(failed.at("status") == "rolled_back");
  BOOST_TEST(failed.at("failed") == true);
  BOOST_TEST(failed.at("open") == false);
  BOOST_TEST(failed.at("live_at").is_null());
  BOOST_TEST(failed.at("ended_at") == "2027-01-15T08:01:00.000Z");
  BOOST_TEST(failed.at("recovered_after_ms").is_int64());
}

BOOST_AUTO_TEST_CASE(the_list_behind_a_figure_is_paged_and_saved) {
  for (int i = 0; i < 5; ++i) at(60 * i), ended(static_cast<char>('a' + i), deployment_succeeded{"run"});
  std::string all, next;
  do {
    const auto page = got("dora/deployments?limit=2&" + days + (next.empty() ? "" : "&after=" + next));
    for (const auto& row : page.body.at("deployments").get_array())
      (all += row.at("commit").get_string().front()) += ' ';
    next = page.body.at("next").is_null() ? "" : page.text("next");
  } while (!next.empty());
  BOOST_TEST(all == "e d c b a ");
  const auto table = got("dora/deployments?limit=2&" + days, csv);
  BOOST_TEST(table.raw.body.starts_with(
      "id,project,environment,commit,message,status,started_at,ended_at,live_at,"));
  BOOST_TEST(std::ranges::count(table.raw.body, '\n') == 3);
  BOOST_TEST(table.raw.header("content-disposition").find("eeveon-dora-deployments-") != std::string::npos);
  BOOST_TEST(!table.raw.header("eeveon-next").empty());
  const auto lines = got("dora/deployments?" + days, ndjson);
  BOOST_TEST(std::ranges::count(lines.raw.body, '\n') == 5);
  BOOST_TEST(lines.raw.header("eeveon-next").empty());
  BOOST_TEST(got("dora/deployments?figure=speed").text("field") == "figure");
  for (const auto* wrong : {"x", "12", "-dep_1", "0-dep_1", "1x-dep_1"})
    BOOST_TEST(got(std::string("dora/deployments?after=") + wrong).text("field") == "after", wrong);
  BOOST_TEST(got("dora/deployments?in=yesterday").text("field") == "in");
  BOOST_TEST(got("dora/deployments?limit=501").status == 400);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
