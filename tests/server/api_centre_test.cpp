// What a person does from the page beside deploying: looks into deliveries and replays them, tries a node and
// a repository, reads what to paste where.
#include "core/environment/events.hpp"
#include "core/project/events.hpp"
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

const std::string pushed =
    R"({"ref":"refs/heads/main","before":"0000000000000000000000000000000000000000","after":"1111111111111111111111111111111111111111","repository":{"id":7,"full_name":"acme/shop","clone_url":"https://example.org/shop.git"},"commits":[]})";

struct centre : api_server {
  api_answer push(const std::string& key, const std::string& body = pushed) {
    return ask("POST /hooks/github", body,
               "X-GitHub-Event: push\r\nX-GitHub-Delivery: " + key +
                   "\r\nX-Hub-Signature-256: sha256=" + to_hex(hmac_sha256("secret", body)) + "\r\n",
               "");
  }
  api_answer replay(const std::string& key, const std::string& headers = {}) {
    return ask("POST /api/v1/delivery/replay", R"({"source":"github","key":")" + key + "\"}", headers);
  }
};

std::string state_of(const api_answer& got, std::string_view what) {
  for (const auto& one : got.body.at("findings").get_array())
    if (one.at("what").get_string() == what) return std::string(one.at("state").get_string());
  return "none";
}

BOOST_FIXTURE_TEST_SUITE(the_action_centre_over_http, centre)

BOOST_AUTO_TEST_CASE(a_delivery_is_shown_with_what_it_brought) {
  BOOST_REQUIRE_EQUAL(push("d-1").status, 202);
  const auto got = ask("GET /api/v1/delivery?source=github&key=d-1");
  BOOST_REQUIRE_EQUAL(got.status, 200);
  BOOST_TEST(got.text("body") == pushed);
  BOOST_TEST(got.body.at("headers").at("x-github-event") == json::value("push"));
  BOOST_TEST(!got.body.at("headers").get_object().contains("x-hub-signature-256"));
  BOOST_REQUIRE_EQUAL(got.body.at("events").get_array().size(), 1u);
  BOOST_TEST(got.body.at("events").at(0).at("type") == json::value("push_received"));
  BOOST_TEST(ask("GET /api/v1/delivery?source=github&key=d-2").status == 404);
  BOOST_TEST(ask("GET /api/v1/delivery?source=github").text("field") == "key");
  BOOST_TEST(ask("GET /api/v1/delivery?key=d-1").text("field") == "source");
}

BOOST_AUTO_TEST_CASE(the_newest_delivery_of_a_hook_comes_first) {
  with_shop();
  ask("DELETE /api/v1/session", "", "Idempotency-Key: mine\r\n");
  push("d-1");
  push("d-2");
  const auto got = ask("GET /api/v1/deliveries?hooks=true&newest=true&event=push&limit=1");
  BOOST_REQUIRE_EQUAL(got.body.at("deliveries").get_array().size(), 1u);
  BOOST_TEST(got.body.at("deliveries").at(0).at("key") == json::value("d-2"));
  BOOST_TEST(got.body.at("deliveries").at(0).at("status") == 202);
  BOOST_TEST(got.body.at("deliveries").at(0).at("ref") == json::value("refs/heads/main"));
  BOOST_TEST(got.body.at("deliveries").at(0).at("repository").is_string());
  BOOST_TEST(ask("GET /api/v1/delivery?source=github&key=d-2").text("ref") == "refs/heads/main");
  const auto asked = ask("GET /api/v1/deliveries?source=api/ada").body.at("deliveries").at(0).get_object();
  BOOST_TEST(asked.at("status").is_null());
  BOOST_TEST(asked.at("ref").is_null());
  const auto next = ask("GET /api/v1/deliveries?hooks=true&newest=true&event=push&after=" + got.text("next"));
  BOOST_REQUIRE_EQUAL(next.body.at("deliveries").get_array().size(), 1u);
  BOOST_TEST(next.body.at("deliveries").at(0).at("key") == json::value("d-1"));
}

BOOST_AUTO_TEST_CASE(a_replay_is_a_delivery_of_its_own) {
  push("d-1");
  const auto before = events_so_far();
  const auto got = replay("d-1");
  BOOST_REQUIRE_EQUAL(got.status, 202);
  BOOST_TEST(events_so_far() == before + 1);
  const auto key = got.text("delivery");
  BOOST_TEST(key.starts_with("d-1:replay:"), key);
  const auto again = ask("GET /api/v1/delivery?source=github&key=" + key);
  BOOST_TEST(again.text("body") == pushed);
  BOOST_TEST(again.body.at("headers").at("eeveon-replay-of") == json::value("d-1"));
  const auto event = ask("GET /api/v1/events?newest=true&limit=1").body.at("events").at(0);
  BOOST_TEST(event.at("actor") == json::value("ada"));
  // A replay of the replay does not lengthen the key.
  BOOST_TEST(replay(key).text("delivery").size() == key.size());
}

BOOST_AUTO_TEST_CASE(a_replay_under_one_key_happens_once) {
  push("d-1");
  const auto first = replay("d-1", "Idempotency-Key: once\r\n");
  const auto before = events_so_far();
  const auto second = replay("d-1", "Idempotency-Key: once\r\n");
  BOOST_TEST(second.status == 202);
  BOOST_TEST(second.text("duplicate") == "true");
  BOOST_TEST(second.text("delivery") == first.text("delivery"));
  BOOST_TEST(events_so_far() == before);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_replayed_says_why) {
  push("d-1");
  ask("DELETE /api/v1/session", "", "Idempotency-Key: mine\r\n");
  BOOST_TEST(replay("d-9").status == 404);
  BOOST_TEST(ask("POST /api/v1/delivery/replay", R"({"source":"api/ada","key":"mine"})").status == 422);
  inside([this] { deliveries.bodies_emptied = true; });
  const auto got = replay("d-1");
  BOOST_TEST(got.status == 409);
  BOOST_TEST(got.text("detail").find("no longer kept") != std::string::npos, got.text("detail"));
}

BOOST_AUTO_TEST_CASE(the_first_steps_are_told_and_ticked) {
  auto got = ask("GET /api/v1/setup");
  BOOST_TEST(got.text("webhook_url") == "http://a/hooks/github");
  BOOST_TEST(got.text("secret_known") == "true");
  BOOST_TEST(got.raw.body.find("\"secret\":") == std::string::npos);
  for (const auto& one : got.body.at("checks").get_array()) {
    BOOST_TEST(!one.at("done").get_bool());
    BOOST_TEST(!one.at("next").get_string().empty());
  }
  with_shop();
  push("d-1");
  append(project_stream("shop"), repository_bound{"github", "7", "acme/shop", ""});
  append(environment_stream("shop", "production"),
         release_went_live{.deployment = "dep_1", .release = "rel_1", .commit = std::string(40, '1')});
  got = ask("GET /api/v1/setup");
  for (const auto& one : got.body.at("checks").get_array())
    BOOST_TEST(one.at("done").get_bool(), one.at("id").get_string());
}

BOOST_AUTO_TEST_CASE(whoever_reads_the_secret_stands_in_the_log) {
  const auto before = events_so_far();
  const auto got = ask("POST /api/v1/setup/webhook-secret", "{}", "Idempotency-Key: k\r\n");
  BOOST_REQUIRE_EQUAL(got.status, 200);
  BOOST_TEST(got.text("secret") == "secret");
  BOOST_TEST(events_so_far() == before + 1);
  BOOST_TEST(ask("POST /api/v1/setup/webhook-secret", "{}", "Idempotency-Key: k\r\n").text("secret") ==
             "secret");
  BOOST_TEST(events_so_far() == before + 1);
  // It is kept nowhere on the way.
  BOOST_TEST(ask("GET /api/v1/deliveries?body=1").raw.body.find("\"secret\":") == std::string::npos);
  BOOST_TEST(ask("POST /api/v1/setup/webhook-secret", R"({"hook":"none"})").status == 404);
}

BOOST_AUTO_TEST_CASE(a_node_is_tried_without_being_registered) {
  const auto before = events_so_far();
  const std::string far =
      R"("name":"node-9","address":"web.example","root":"/srv","user":"deploy","dry_run":true)";
  inside([this] {
    nodes.host_keys = {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"};
  });
  auto got = ask("POST /api/v1/nodes", "{" + far + "}");
  BOOST_REQUIRE_EQUAL(got.status, 200);
  BOOST_TEST(got.text("reachable") == "true");
  BOOST_TEST(got.text("fingerprint").starts_with("SHA256:"));
  BOOST_TEST(state_of(got, "connection") == "ok");
  BOOST_TEST(state_of(got, "environments") == "warning");
  inside([this] { nodes.host_keys.clear(); });
  got = ask("POST /api/v1/nodes", "{" + far + "}");
  BOOST_TEST(got.text("reachable") == "false");
  BOOST_TEST(state_of(got, "connection") == "failed");
  BOOST_TEST(
      ask("POST /api/v1/nodes", R"({"name":"n","kind":"local","root":"/srv","dry_run":"yes"})").status ==
      400);
  BOOST_TEST(events_so_far() == before);
}

BOOST_AUTO_TEST_CASE(a_node_that_is_tried_tells_what_it_would_serve) {
  with_shop();
  const auto got =
      ask("POST /api/v1/nodes", R"({"name":"node-1","kind":"local","root":"/elsewhere","dry_run":true})");
  BOOST_TEST(state_of(got, "name") == "warning");
  BOOST_TEST(state_of(got, "environments") == "ok");
}

BOOST_AUTO_TEST_CASE(a_repository_is_tried) {
  const auto line = "POST /api/v1/repositories/test";
  inside([this] {
    programs.prints =
        std::string(40, '1') + "\trefs/heads/main\n" + std::string(40, '2') + "\trefs/tags/v1\n";
  });
  auto got = ask(line, R"({"repository":"https://example.org/shop.git"})");
  BOOST_REQUIRE_EQUAL(got.status, 200);
  BOOST_TEST(got.text("reachable") == "true");
  BOOST_TEST(got.body.at("branches").at(0) == json::value("main"));
  BOOST_TEST(got.text("tags") == "1");
  inside([this] { programs.ends_with = 128, programs.complains = "fatal: repository not found"; });
  got = ask(line, R"({"repository":"https://example.org/shop.git"})");
  BOOST_TEST(got.status == 200);
  BOOST_TEST(got.text("reachable") == "false");
  BOOST_TEST(!got.text("remark").empty());
  BOOST_TEST(ask(line, R"({"repository":"file:///etc"})").status == 400);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
