// Looking back over HTTP: deployments by filter, the audit, and both as files.
#include "core/environment/events.hpp"
#include "core/release/events.hpp"
#include "core/run/events.hpp"
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

const std::string place = "/api/v1/projects/shop/environments/production";
const std::string production = environment_stream("shop", "production");

std::string commit(char letter) { return std::string(40, letter); }

struct records : api_server {
  records() { with_shop(); }
  // A deployment from its request to its end.
  template <class End>
  std::string ended(char letter, const End& how, const std::string& message = "Say hello",
                    const std::string& trigger = "push") {
    const auto id = "dep_" + std::to_string(++made_);
    append(deployment_stream(id), deployment_requested{.deployment = id,
                                                       .project = "shop",
                                                       .environment = "production",
                                                       .commit = commit(letter),
                                                       .ref = "refs/heads/main",
                                                       .trigger = trigger,
                                                       .message = message,
                                                       .author = "Ada L."});
    append(deployment_stream(id), run_claimed{"run_" + id, "worker-1"});
    last_ = append(deployment_stream(id), how);
    return id;
  }
  api_answer got(const std::string& path, const std::string& headers = {}) {
    return ask("GET /api/v1/" + path + (path.find('?') == path.npos ? "?" : "&") +
                   "min_position=" + std::to_string(last_),
               "", headers);
  }
  static std::vector<std::string> ids(const api_answer& answer) {
    std::vector<std::string> out;
    for (const auto& row : answer.body.at("deployments").get_array())
      out.emplace_back(row.at("id").get_string());
    return out;
  }
  std::int64_t last_ = 0;

 private:
  int made_ = 0;
};

using names = std::vector<std::string>;
void same(const names& got, const names& expected) {
  BOOST_TEST(got == expected, boost::test_tools::per_element());
}

BOOST_FIXTURE_TEST_SUITE(records_over_http, records)

BOOST_AUTO_TEST_CASE(deployments_are_found_by_what_they_say) {
  ended('a', deployment_succeeded{"run"}, "Fix the till");
  ended('b', deployment_failed{"build", "exit 1", false}, "=cmd|' /C calc'!A0");
  ended('c', deployment_succeeded{"run"}, "Paint it status", "rollback");
  same(ids(got("deployments")), {"dep_3", "dep_2", "dep_1"});
  same(ids(got("deployments?trigger=rollback")), {"dep_3"});
  same(ids(got("deployments?actor=test&status=succeeded")), {"dep_3", "dep_1"});
  same(ids(got("deployments?actor=ada")), {});
  same(ids(got("deployments?q=TILL")), {"dep_1"});
  same(ids(got("deployments?q=status")), {"dep_3"});  // each row has a field of this name
  same(ids(got("deployments?q=bbbb")), {"dep_2"});
  same(ids(got("deployments?q=ada%20l")), {"dep_3", "dep_2", "dep_1"});
  same(ids(got("deployments?q=dep_2")), {"dep_2"});
  const auto page = got("deployments?q=ada&limit=2");
  same(ids(page), {"dep_3", "dep_2"});
  same(ids(got("deployments?q=ada&limit=2&after=" + page.text("next"))), {"dep_1"});
  BOOST_TEST(got("deployments?from=yesterday").text("field") == "from");
  BOOST_TEST(got("deployments?q=" + std::string(201, 'x')).text("field") == "q");
}

BOOST_AUTO_TEST_CASE(deployments_are_found_by_their_time) {
  const auto at = [this](std::int64_t seconds) {
    inside([this, seconds] { log->now_us = 1'800'000'000'000'000 + seconds * 1'000'000; });
  };
  for (const auto* end : {"a", "b", "c"}) at(10 * (end[0] - 'a')), ended(end[0], deployment_succeeded{"run"});
  same(ids(got("deployments?from=2027-01-15T08:00:10Z")), {"dep_3", "dep_2"});
  same(ids(got("deployments?from=2027-01-15T08:00:10Z&to=2027-01-15T08:00:20Z")), {"dep_2"});
  same(ids(got("deployments?to=2027-01-15T08:00:00Z")), {});
}

BOOST_AUTO_TEST_CASE(deployments_are_saved_as_files) {
  ended('a', deployment_succeeded{"run"}, "=1+1, \"quoted\"");
  ended('b', deployment_succeeded{"run"}, "two");
  const auto table = got("deployments", csv);
  BOOST_TEST(table.raw.header("content-type") == "text/csv; charset=utf-8");
  BOOST_TEST(table.raw.header("content-disposition") ==
             "attachment; filename=\"eeveon-deployments-2027-01-15.csv\"");
  BOOST_TEST(table.raw.header("eeveon-next").empty());
  BOOST_TEST(table.raw.body.starts_with("id,project,environment,status,commit,"));
  BOOST_TEST(table.raw.body.find(",\"'=1+1, \"\"quoted\"\"\",") != std::string::npos);
  BOOST_TEST(std::ranges::count(table.raw.body, '\n') == 3);
  const auto lines = got("deployments?limit=1", ndjson);
  BOOST_TEST(lines.raw.header("content-type") == "application/x-ndjson");
  BOOST_TEST(json::parse(lines.raw.body).at("id") == "dep_2");
  BOOST_TEST(!lines.raw.header("eeveon-next").empty());
}

BOOST_AUTO_TEST_CASE(the_form_of_a_list_is_the_one_that_accept_wants_most) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"text/csv;q=0", "application/json"},
      {"text/csv;q=0, application/x-ndjson;q=0.1", "application/x-ndjson"},
      {"TEXT/CSV", "text/csv; charset=utf-8"},
      {"text/csv;q=0.2, application/json", "application/json"},
      {"application/json;q=0.2, text/csv; Q=0.9", "text/csv; charset=utf-8"},
      {"text/*", "text/csv; charset=utf-8"},
      {"*/*", "application/json"}};
  for (const auto& [accept, type] : cases)
    for (const std::string path : {"deployments", "audit", "dora", "dora/deployments", "events"}) {
      if (path == "dora" && accept.find("ndjson") != accept.npos) continue;  // has no such form
      if (path == "events" && type.starts_with("text/csv")) continue;
      const auto answer = ask("GET /api/v1/" + path, "", "Accept: " + accept + "\r\n");
      BOOST_TEST(answer.raw.header("content-type") == type, path << " with " << accept);
    }
}

BOOST_AUTO_TEST_CASE(the_audit_says_who_did_what_why_and_from_where) {
  const auto asked =
      ask("POST " + place + "/deployments", R"({"commit":")" + commit('a') + R"(","note":"for the fair"})",
          "User-Agent: curl\r\n");
  const auto id = asked.text("deployment");
  append_command run{.actor = "worker-1"};
  run.streams.push_back(
      {deployment_stream(id), std::nullopt, {make_event(run_claimed{"run_1", "worker-1"})}});
  const auto fence = asio::co_spawn(io, events->append(run), asio::use_future).get().value().position;
  append_command end{.actor = "worker-1", .causation = fence};
  end.streams.push_back({deployment_stream(id), std::nullopt, {make_event(deployment_succeeded{"run"})}});
  last_ = asio::co_spawn(io, events->append(end), asio::use_future).get().value().position;

  const auto answer = got("audit?deployment=" + id);
  BOOST_TEST(answer.status == 200);
  const auto& rows = answer.body.at("rows").get_array();
  BOOST_REQUIRE(rows.size() == 2u);  // the run is a machine's detail
  const auto& done = rows[0].get_object();
  BOOST_TEST(done.at("what") == "finished the deployment of aaaaaaa to shop/production");
  BOOST_TEST(done.at("why") == "for the fair");
  BOOST_TEST(done.at("from") == "worker-1");
  BOOST_TEST(done.at("project") == "shop");
  const auto& ask_row = rows[1].get_object();
  BOOST_TEST(ask_row.at("actor") == "ada");
  BOOST_TEST(ask_row.at("what") == "asked to deploy aaaaaaa to shop/production");
  BOOST_TEST(ask_row.at("from") == "API token ada, 127.0.0.1");
  BOOST_TEST(ask_row.at("data").at("note") == "for the fair");
  BOOST_TEST(answer.body.at("next").is_null());
  BOOST_TEST(got("audit?detail=all&deployment=" + id).body.at("rows").get_array().size() == 3u);
}

BOOST_AUTO_TEST_CASE(what_a_push_brought_names_the_push) {
  append_command push{.actor = "github"};
  push.from = delivery{"github/acme", "d-1", sha256(""), "{}", "", ""};
  push.streams.push_back({"repo-github-1",
                          std::nullopt,
                          {make_event(push_received{.repository = {.full_name = "acme/shop"},
                                                    .ref = "refs/heads/main",
                                                    .after = commit('a'),
                                                    .pusher = "octocat"})}});
  const auto cause = asio::co_spawn(io, events->append(push), asio::use_future).get().value().position;
  append_command gate{.actor = "gate", .causation = cause};
  gate.streams.push_back(
      {production, std::nullopt, {make_event(release_went_live{"dep_x", "rel_x", commit('a'), {}})}});
  last_ = asio::co_spawn(io, events->append(gate), asio::use_future).get().value().position;
  const auto row = got("audit?type=release_went_live").body.at("rows").at(0).get_object();
  BOOST_TEST(row.at("what") == "made shop/production run aaaaaaa");
  BOOST_TEST(row.at("why").get_string() == "push to main by octocat (#" + std::to_string(cause) + ")");
  BOOST_TEST(row.at("from") == "webhook github/acme");
  BOOST_TEST(row.at("causation") == cause);
}

BOOST_AUTO_TEST_CASE(the_audit_is_filtered_paged_and_saved) {
  for (const char letter : {'a', 'b', 'c'}) ended(letter, deployment_succeeded{"run"});
  const auto page = got("audit?type=deployment_succeeded,deployment_requested&limit=4");
  BOOST_REQUIRE(page.body.at("rows").get_array().size() == 4u);
  BOOST_TEST(page.body.at("rows").at(0).at("deployment") == "dep_3");
  const auto rest =
      got("audit?type=deployment_succeeded,deployment_requested&limit=4&after=" + page.text("next"));
  BOOST_TEST(rest.body.at("rows").get_array().size() == 2u);
  BOOST_TEST(got("audit?type=deployment_suceeded").text("detail").find("deployment_succeeded") !=
             std::string::npos);
  BOOST_TEST(got("audit?detail=some").text("field") == "detail");
  BOOST_TEST(got("audit?actor=ada").body.at("rows").get_array().size() == 2u);
  const auto table = got("audit?actor=ada", csv);
  BOOST_TEST(table.raw.header("content-disposition").find("eeveon-audit-") != std::string::npos);
  BOOST_TEST(table.raw.body.find(
                 ",ada,project_applied,applied the spec of shop,,\"API token ada, 127.0.0.1\",shop,") !=
             std::string::npos);
  const auto lines = got("audit?actor=ada", ndjson);
  BOOST_TEST(std::ranges::count(lines.raw.body, '\n') == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
