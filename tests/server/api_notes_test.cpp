// Why and from where: what a person says with an ask, and what is kept of how it came.
#include "core/environment/events.hpp"
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

const std::string place = "/api/v1/projects/shop/environments/production";
const std::string commit(40, 'a');

struct noting : api_server {
  noting() { with_shop(); }
  std::string asked(const std::string& note) {
    return ask("POST " + place + "/deployments", R"({"commit":")" + commit + R"(","note":")" + note + "\"}")
        .text("deployment");
  }
  recorded_event last() {
    return inside([this] { return log->events.back(); });
  }
  json::object headers_of(const std::string& delivery) {
    return inside([&, this] {
      for (const auto& [id, kept] : log->deliveries)
        if (id.first + "/" + id.second == delivery) return json::parse(kept.first.headers).as_object();
      return json::object{};
    });
  }
};

BOOST_FIXTURE_TEST_SUITE(notes_over_http, noting)

BOOST_AUTO_TEST_CASE(a_note_is_kept_in_the_log_and_shown_on_its_deployment) {
  const auto id = asked("hotfix for the till: Größe");
  BOOST_TEST(json::parse(last().data).at("note") == "hotfix for the till: Größe");
  const auto shown = ask("GET /api/v1/deployments/" + id);
  BOOST_TEST(shown.text("note") == "hotfix for the till: Größe");
  BOOST_TEST(ask("POST /api/v1/deployments/" + id + "/cancel", R"({"note":"wrong one"})").status == 202);
  const auto later = ask("GET /api/v1/deployments/" + id);
  BOOST_TEST(later.text("note") == "hotfix for the till: Größe");
  const auto& notes = later.body.at("notes").get_array();
  BOOST_REQUIRE(notes.size() == 2u);
  BOOST_TEST(notes[0].at("what") == "deploy");
  BOOST_TEST(notes[1].at("what") == "cancel");
  BOOST_TEST(notes[1].at("note") == "wrong one");
  BOOST_TEST(notes[1].at("actor") == "ada");
  append(deployment_stream(id), deployment_cancelled{"asked by ada"});
  BOOST_TEST(ask("POST /api/v1/deployments/" + id + "/retry", R"({"note":"once more"})").status == 202);
  BOOST_TEST(json::parse(last().data).at("note") == "once more");
  BOOST_TEST(ask("POST /api/v1/deployments/" + id + "/retry", "{}").status == 202);
  BOOST_TEST(!json::parse(last().data).as_object().contains("note"));
}

BOOST_AUTO_TEST_CASE(a_note_that_is_none_is_refused_and_changes_nothing) {
  const auto id = asked("fine");
  const auto before = events_so_far();
  for (const std::string bad : {R"("a\nb")", R"("\u001b[31m")", R"("\u0085")", "7"}) {
    const auto deploy =
        ask("POST " + place + "/deployments", R"({"commit":")" + commit + R"(","note":)" + bad + "}");
    BOOST_TEST(deploy.status == 400);
    BOOST_TEST(deploy.text("field") == "note");
    BOOST_TEST(ask("POST /api/v1/deployments/" + id + "/cancel", R"({"note":)" + bad + "}").status == 400);
  }
  const auto long_one =
      ask("POST /api/v1/deployments/" + id + "/cancel", R"({"note":")" + std::string(501, 'x') + "\"}");
  BOOST_TEST(long_one.text("detail").find("500") != std::string::npos);
  BOOST_TEST(ask("POST /api/v1/deployments/" + id + "/cancel", R"({"notes":"x"})").status == 400);
  BOOST_TEST(events_so_far() == before);
}

BOOST_AUTO_TEST_CASE(a_quarantine_is_released_with_a_note) {
  append(environment_stream("shop", "production"), commit_quarantined{commit, "dep_1", "was bad"});
  BOOST_TEST(ask("DELETE " + place + "/quarantine/" + commit, R"({"note":"flaky test"})").status == 202);
  BOOST_TEST(json::parse(last().data).at("note") == "flaky test");
}

BOOST_AUTO_TEST_CASE(of_each_ask_it_is_kept_how_and_from_where_it_came) {
  BOOST_TEST(ask("POST " + place + "/deployments", R"({"commit":")" + commit + "\"}",
                 "User-Agent: curl/8 \x01\x80" + std::string(300, 'x') + "\r\nX-Forwarded-For: 10.9.9.9\r\n")
                 .status == 400);  // a control character in a header is refused at the door
  BOOST_TEST(ask("POST " + place + "/deployments", R"({"commit":")" + commit + "\"}",
                 "User-Agent: curl/8 " + std::string(300, 'x') + "\r\nX-Forwarded-For: 10.9.9.9\r\n")
                 .status == 202);
  const auto event = last();
  BOOST_TEST(event.delivery.starts_with("api/ada/ask_"));
  const auto headers = headers_of(event.delivery);
  BOOST_TEST(headers.at("via") == "token");
  BOOST_TEST(headers.at("address") == "127.0.0.1");  // nobody trusted stands in between
  BOOST_TEST(headers.at("user-agent").get_string().size() == 120u);
  BOOST_TEST(headers.size() == 3u);
  // Two asks without a key are two.
  BOOST_TEST(ask("POST /api/v1/vacuum", "{}").status == 200);
  const auto first = last().delivery;
  BOOST_TEST(ask("POST /api/v1/vacuum", "{}").status == 200);
  BOOST_TEST(last().delivery != first);
  BOOST_TEST(ask("POST /api/v1/vacuum", "{}", "Idempotency-Key: k/1\r\n").status == 200);
  BOOST_TEST(last().delivery == "api/ada/k/1");
}

BOOST_AUTO_TEST_CASE(nothing_secret_is_kept_of_a_sign_in) {
  const auto link = ask("POST /api/v1/sign-in-links", "{}").text("link");
  const auto token = link.substr(link.find('=') + 1);
  const auto in = ask("POST /api/v1/session", R"({"token":")" + token + "\"}",
                      "Idempotency-Key: k\r\nCookie: eeveon_session=canary\r\n", "");
  BOOST_REQUIRE_EQUAL(in.status, 200);
  const auto event = last();
  BOOST_TEST(event.type == "signed_in");
  BOOST_TEST(event.delivery.starts_with("api/ada/ask_"));
  BOOST_TEST(headers_of(event.delivery).at("via") == "page");
  const auto listed = ask("GET /api/v1/deliveries?limit=500").raw.body;
  for (const auto& secret : {token, std::string("canary"), std::string("Bearer")})
    BOOST_TEST(listed.find(secret) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
