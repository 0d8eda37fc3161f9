// Asking for deployments, rollbacks and cancellations over HTTP.
#include "core/environment/events.hpp"
#include "core/release/events.hpp"
#include "core/run/events.hpp"
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

const std::string commit(40, 'a'), other_commit(40, 'b');
const std::string first = "rel_00000000-0000-8000-8000-000000000001",
                  second = "rel_00000000-0000-8000-8000-000000000002";
const std::string place = "/api/v1/projects/shop/environments/production";
const std::string place_stream = environment_stream("shop", "production");

std::string keyed(const std::string& key) { return "Idempotency-Key: " + key + "\r\n"; }
std::string naming(const std::string& what) { return R"({"commit":")" + what + R"("})"; }

struct shop : api_server {
  shop() { with_shop(); }
  void goes_live(const std::string& release, const std::string& of, const std::string& deployment) {
    append(release_stream(release), release_requested{.release = release, .project = "shop", .commit = of});
    append(release_stream(release), release_built{.release = release, .project = "shop", .commit = of});
    append(place_stream, release_went_live{deployment, release, of, {"node-1"}});
  }
  std::string asked(const std::string& headers = {}) {
    const auto answer = ask("POST " + place + "/deployments", naming(commit), headers);
    BOOST_REQUIRE_EQUAL(answer.status, 202);
    return answer.text("deployment");
  }
  // A refusal that changes nothing.
  void refused(const std::string& line, const std::string& body, int status, const std::string& code,
               const std::string& field) {
    const auto before = events_so_far();
    const auto got = ask(line, body);
    BOOST_TEST_CONTEXT(line << " " << body << " -> " << got.raw.body) {
      BOOST_TEST(got.status == status);
      BOOST_TEST(got.text("code") == code);
      BOOST_TEST(got.text("field") == field);
      BOOST_TEST(!got.text("detail").empty());
      BOOST_TEST(got.raw.header("content-type") == "application/problem+json");
      BOOST_TEST(events_so_far() == before);
    }
  }
};

BOOST_FIXTURE_TEST_SUITE(requests_over_http, shop)

BOOST_AUTO_TEST_CASE(a_deployment_is_asked_for_with_its_plan) {
  const auto got = ask("POST " + place + "/deployments", naming(commit));
  BOOST_TEST(got.status == 202);
  BOOST_TEST(is_id(got.text("deployment"), "dep"));
  BOOST_TEST(got.raw.header("eeveon-position") == got.text("position"));
  BOOST_TEST(got.body.at("plan").at("build").get_array().size() > 0u);
  BOOST_TEST(!got.body.get_object().contains("duplicate"));
  const auto shown = ask("GET /api/v1/deployments/" + got.text("deployment"));
  BOOST_TEST(shown.status == 200);
  BOOST_TEST(shown.text("actor") == "ada");
  BOOST_TEST(shown.text("commit") == commit);
}

BOOST_AUTO_TEST_CASE(a_dry_run_changes_nothing) {
  const auto before = events_so_far();
  const auto got = ask("POST " + place + "/deployments", R"({"commit":")" + commit + R"(","dry_run":true})");
  BOOST_TEST(got.status == 200);
  BOOST_TEST(got.text("deployment").empty());
  BOOST_TEST(got.body.as_object().contains("plan"));
  BOOST_TEST(events_so_far() == before);
}

BOOST_AUTO_TEST_CASE(a_wrong_request_names_the_field_and_changes_nothing) {
  const auto line = "POST " + place + "/deployments";
  refused(line, "{}", 400, "invalid", "commit");
  refused(line, "", 400, "invalid", "commit");
  refused(line, "{", 400, "invalid", "body");
  refused(line, "[1]", 400, "invalid", "body");
  refused(line, naming("abc1234"), 400, "invalid", "commit");
  refused(line, naming(std::string(40, 'A')), 400, "invalid", "commit");
  refused(line, R"({"commit":")" + commit + R"(","ref":"main"})", 400, "invalid", "commit");
  refused(line, R"({"commit":7})", 400, "invalid", "commit");
  refused(line, R"({"comit":")" + commit + R"("})", 400, "invalid", "comit");
  refused(line, R"({"commit":")" + commit + R"(","dry_run":"yes"})", 400, "invalid", "dry_run");
  refused(line, R"({"release":"rel_x"})", 400, "invalid", "release");
  refused(line, R"({"release":")" + first + R"("})", 404, "not_found", "release");
  refused(line, R"({"ref":"a..b"})", 400, "invalid", "ref");
  refused("POST /api/v1/projects/nosuch/environments/production/deployments", naming(commit), 404,
          "not_found", "project");
  refused("POST /api/v1/projects/shop/environments/nosuch/deployments", naming(commit), 404, "not_found",
          "environment");
  refused("POST /api/v1/deployments/dep_x/cancel", "", 404, "not_found", "id");
  BOOST_TEST(ask(line, naming("abc1234")).text("detail").find("40") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_ref_is_resolved_before_it_is_recorded) {
  inside([this] { programs.prints = other_commit + "\trefs/heads/main\n"; });
  const auto got = ask("POST " + place + "/deployments", R"({"ref":"main"})");
  BOOST_TEST(got.status == 202);
  BOOST_TEST(got.text("commit") == other_commit);
}

BOOST_AUTO_TEST_CASE(a_repository_that_is_missing_is_no_outage) {
  const auto say = [this](std::string words) {
    inside([this, words] { programs.ends_with = 128, programs.complains = words; });
  };
  const auto line = "POST " + place + "/deployments";
  const auto before = events_so_far();
  say("fatal: repository 'https://example.org/shop.git/' not found\n");
  refused(line, R"({"ref":"main"})", 422, "invalid", "repository");
  refused(line, R"({"ref":"main","dry_run":true})", 422, "invalid", "repository");
  refused("GET /api/v1/projects/shop/refs", "", 422, "invalid", "repository");
  say("fatal: unable to access 'https://example.org/shop.git/': Could not resolve host: example.org\n");
  refused(line, R"({"ref":"main"})", 503, "unavailable", "repository");
  BOOST_TEST(events_so_far() == before);
}

BOOST_AUTO_TEST_CASE(a_repeat_under_its_key_is_answered_the_same) {
  const auto line = "POST " + place + "/deployments";
  const auto once = ask(line, naming(commit), keyed("k-1"));
  const auto after = events_so_far();
  const auto again = ask(line, naming(commit), keyed("k-1"));
  BOOST_TEST(once.status == 202);
  BOOST_TEST(again.status == 202);
  BOOST_TEST(events_so_far() == after);
  auto same = again.body.as_object();
  BOOST_TEST(same.at("duplicate").get_bool());
  same.erase("duplicate");
  BOOST_TEST(json::value(same) == once.body);
  BOOST_TEST(again.raw.header("eeveon-position") == once.raw.header("eeveon-position"));
  // Another request under the same key is a mistake; the same key of somebody else is not.
  const auto other = ask(line, naming(other_commit), keyed("k-1"));
  BOOST_TEST(other.status == 409);
  BOOST_TEST(other.text("code") == "duplicate_body");
  BOOST_TEST(other.text("field") == "Idempotency-Key");
  BOOST_TEST(events_so_far() == after);
  BOOST_TEST(ask(line, naming(other_commit), keyed("k-1"), "other").status == 202);
  BOOST_TEST(ask(line, naming(commit), keyed(std::string(201, 'k'))).status == 400);
}

BOOST_AUTO_TEST_CASE(two_at_once_under_one_key_are_told_the_same_as_one_after_the_other) {
  const auto line = "POST " + place + "/deployments";
  const auto once = ask(line, naming(commit), keyed("k-1"));
  const auto behind = ask(line, naming(other_commit), keyed("k-1"));
  inside([this] { deliveries.finds_nothing = true; });
  const auto beside = ask(line, naming(other_commit), keyed("k-1"));
  BOOST_TEST(beside.status == 409);
  BOOST_TEST(beside.text("detail") == behind.text("detail"));
  BOOST_TEST(beside.text("field") == behind.text("field"));
  BOOST_TEST(ask(line, naming(commit), keyed("k-1")).text("deployment") == once.text("deployment"));
}

BOOST_AUTO_TEST_CASE(who_sends_fields_to_what_takes_none_is_told) {
  for (const auto& row : rows)
    if (row.method == "POST" && row.needs == http::access::signed_in && row.body.empty()) {
      auto path = std::string(row.pattern);
      if (const auto at = path.find("{node}"); at != path.npos) path.replace(at, 6, "node-1");
      refused("POST " + path, R"({"user":"ada"})", 400, "invalid", "user");
      refused("POST " + path, "[]", 400, "invalid", "body");
    }
}

BOOST_AUTO_TEST_CASE(a_repeat_is_answered_the_same_whatever_has_happened_since) {
  const auto id = asked();
  const auto line = "POST /api/v1/deployments/" + id + "/cancel";
  const auto once = ask(line, "{}", keyed("c-1"));
  BOOST_TEST(once.status == 202);
  append(deployment_stream(id), deployment_cancelled{"asked by ada"});
  const auto again = ask(line, "{}", keyed("c-1"));
  BOOST_TEST(again.status == 202);
  BOOST_TEST(again.text("position") == once.text("position"));
  BOOST_TEST(again.text("duplicate") == "true");
  const auto late = ask(line, "{}", keyed("c-2"));
  BOOST_TEST(late.status == 409);
  BOOST_TEST(late.text("code") == "conflict");
  const auto node = R"({"name":"node-2","kind":"local","root":"/srv"})";
  BOOST_TEST(ask("POST /api/v1/nodes", node, keyed("n-1")).status == 201);
  BOOST_TEST(ask("POST /api/v1/nodes", node, keyed("n-1")).status == 201);
}

BOOST_AUTO_TEST_CASE(every_mutation_of_who_is_signed_in_takes_a_key) {
  // A look at a node or a repository writes nothing down: asked again, it looks again.
  const std::set<std::string_view> looks{"/api/v1/nodes/{node}/check", "/api/v1/repositories/test"};
  for (const auto& row : rows)
    if (row.needs == http::access::signed_in && http::changes_state(row.method) &&
        !looks.contains(row.pattern))
      BOOST_TEST(row.keyed, row.method << " " << row.pattern);
}

BOOST_AUTO_TEST_CASE(housekeeping_is_done_once_under_its_key) {
  inside([this] { logs.old_days = 3; });
  const auto once = ask("POST /api/v1/vacuum", "{}", keyed("v-1"));
  BOOST_TEST(once.status == 200);
  BOOST_TEST(once.text("log_days_dropped") == "3");
  const auto again = ask("POST /api/v1/vacuum", "{}", keyed("v-1"));
  BOOST_TEST(again.text("log_days_dropped") == "3");
  BOOST_TEST(again.text("duplicate") == "true");
  BOOST_TEST(ask("POST /api/v1/vacuum", R"({"more":1})", keyed("v-1")).status == 409);
  BOOST_TEST(ask("POST /api/v1/vacuum", "{}", keyed("v-2")).text("log_days_dropped") == "0");
  BOOST_TEST(ask("DELETE /api/v1/session", "", keyed("o-1")).status == 204);
  BOOST_TEST(ask("DELETE /api/v1/session", "", keyed("o-1")).status == 204);
  BOOST_TEST(ask("DELETE /api/v1/session", "", keyed("v-1")).status == 409);
}

BOOST_AUTO_TEST_CASE(a_sign_in_link_asked_for_twice_under_a_key_is_one_link_and_is_kept_nowhere) {
  const auto once = ask("POST /api/v1/sign-in-links", "{}", keyed("l-1"));
  const auto again = ask("POST /api/v1/sign-in-links", "{}", keyed("l-1"));
  BOOST_TEST(once.status == 201);
  BOOST_TEST(again.status == 201);
  BOOST_TEST(once.text("link") == again.text("link"));
  const auto token = once.text("link").substr(once.text("link").find('=') + 1);
  BOOST_TEST(token.size() == 64u);
  BOOST_TEST(ask("POST /api/v1/sign-in-links", "{}", keyed("l-2")).text("link") != once.text("link"));
  BOOST_TEST(ask("POST /api/v1/sign-in-links", "{}").text("link") !=
             ask("POST /api/v1/sign-in-links", "{}").text("link"));
  BOOST_TEST(ask("POST /api/v1/sign-in-links", R"({"a":1})", keyed("l-1")).status == 409);
  BOOST_TEST(ask("GET /api/v1/deliveries?limit=500").raw.body.find(token) == std::string::npos);
  BOOST_TEST(ask("GET /api/v1/events?limit=1000").raw.body.find(token) == std::string::npos);
  BOOST_TEST(ask("POST /api/v1/session", R"({"token":")" + token + "\"}", "", "").status == 200);
}

BOOST_AUTO_TEST_CASE(what_has_ended_cannot_be_cancelled_or_marked_as_done) {
  const auto id = asked();
  refused("POST /api/v1/deployments/" + id + "/mark-done", "{}", 409, "conflict", "id");
  refused("POST /api/v1/deployments/" + id + "/retry", "{}", 409, "conflict", "id");
  append(deployment_stream(id), deployment_succeeded{"run"});
  refused("POST /api/v1/deployments/" + id + "/cancel", "{}", 409, "conflict", "id");
  refused("POST /api/v1/deployments/" + id + "/retry", "{}", 409, "conflict", "id");
}

BOOST_AUTO_TEST_CASE(a_cancel_reaches_the_worker_and_a_retry_asks_anew) {
  const auto id = asked();
  BOOST_TEST(ask("POST /api/v1/deployments/" + id + "/cancel", "{}").status == 202);
  BOOST_TEST(inside([this] { return bell.announced; }).back().second == id);
  append(deployment_stream(id), deployment_cancelled{"asked by ada"});
  const auto again = ask("POST /api/v1/deployments/" + id + "/retry", "{}");
  BOOST_TEST(again.status == 202);
  BOOST_TEST(again.text("retry_of") == id);
  BOOST_TEST(again.text("deployment") != id);
}

BOOST_AUTO_TEST_CASE(what_waits_for_a_person_takes_one_answer) {
  const auto id = asked();
  append(deployment_stream(id), attention_needed{});
  BOOST_TEST(ask("POST /api/v1/deployments/" + id + "/mark-done", "{}").status == 202);
  refused("POST /api/v1/deployments/" + id + "/mark-done", "{}", 409, "conflict", "id");
}

BOOST_AUTO_TEST_CASE(nothing_to_go_back_to_is_refused) {
  refused("POST " + place + "/rollback", "{}", 422, "refused", "environment");
  goes_live(first, commit, "dep_1");
  refused("POST " + place + "/rollback", "{}", 422, "refused", "environment");
  refused("POST " + place + "/rollback", R"({"to":")" + first + R"("})", 422, "refused", "to");
  refused("POST " + place + "/rollback", R"({"to":")" + second + R"("})", 422, "refused", "to");
  goes_live(second, other_commit, "dep_2");
  const auto got = ask("POST " + place + "/rollback", "{}");
  BOOST_TEST(got.status == 202);
  BOOST_TEST(got.text("release") == first);
  const auto shown = ask("GET /api/v1/deployments/" + got.text("deployment"));
  BOOST_TEST(shown.text("rollback_of") == "dep_2");
  BOOST_TEST(shown.text("trigger") == "rollback");
}

BOOST_AUTO_TEST_CASE(a_quarantined_commit_is_released_once) {
  append(place_stream, commit_quarantined{commit, "dep_1", "unhealthy"});
  BOOST_TEST(ask("DELETE " + place + "/quarantine/" + commit).status == 202);
  refused("DELETE " + place + "/quarantine/" + commit, "", 404, "not_found", "commit");
}

BOOST_AUTO_TEST_CASE(a_busy_environment_makes_wait_or_refuses_by_its_policy) {
  append(place_stream, environment_locked{"dep_1", "run_1", first, {"node-1"}});
  const auto waits = ask("POST " + place + "/deployments", naming(commit));
  BOOST_TEST(waits.status == 202);
  BOOST_TEST(waits.text("waits").find("dep_1") != std::string::npos);
  BOOST_REQUIRE_EQUAL(ask("PUT /api/v1/projects/shop", spec("refuse")).status, 200);
  refused("POST " + place + "/deployments", naming(commit), 422, "refused", "environment");
}

BOOST_AUTO_TEST_CASE(who_removes_a_node_hears_what_still_reaches_it) {
  append(place_stream, environment_locked{"dep_1", "run_1", first, {"node-1"}});
  const auto got = ask("DELETE /api/v1/nodes/node-1");
  BOOST_TEST(got.status == 200);
  BOOST_TEST(got.body.at("still_reached_by") == boost::json::array{"dep_1"});
}

BOOST_AUTO_TEST_CASE(a_body_of_more_parts_than_anybody_needs_is_refused) {
  std::string many = "[0";
  for (int i = 0; i < 60'000; ++i) many += ",0";
  refused("PUT /api/v1/projects/shop", R"({"project":)" + many + "]}", 413, "too_large", "body");
}

BOOST_AUTO_TEST_CASE(an_environment_without_nodes_is_refused) {
  BOOST_REQUIRE_EQUAL(ask("DELETE /api/v1/nodes/node-1").status, 200);
  refused("POST " + place + "/deployments", naming(commit), 422, "refused", "nodes");
  refused("DELETE /api/v1/nodes/node-1", "", 404, "not_found", "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
