// Projects, nodes, lists, the log and deliveries over HTTP.
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

std::string signed_by(const std::string& secret, const std::string& body) {
  return "X-Hub-Signature-256: sha256=" + to_hex(hmac_sha256(secret, body)) +
         "\r\nX-GitHub-Event: ping\r\nX-GitHub-Delivery: d-1\r\n";
}

BOOST_FIXTURE_TEST_SUITE(reads_over_http, api_server)

BOOST_AUTO_TEST_CASE(a_spec_is_applied_once_and_read_back) {
  with_shop();
  const auto back = ask("GET /api/v1/projects/shop");
  BOOST_TEST(back.body.at("spec") == json::parse(spec()));
  const auto before = events_so_far();
  const auto same = ask("PUT /api/v1/projects/shop", spec());
  BOOST_TEST(same.status == 200);
  BOOST_TEST(same.text("unchanged") == "true");
  BOOST_TEST(events_so_far() == before);
  BOOST_TEST(ask("GET /api/v1/projects/nosuch").status == 404);
}

BOOST_AUTO_TEST_CASE(a_wrong_spec_names_the_key_and_changes_nothing) {
  const auto before = events_so_far();
  const auto field_of = [&](const std::string& body, const std::string& name = "shop") {
    const auto got = ask("PUT /api/v1/projects/" + name, body);
    BOOST_TEST(got.status == 400);
    BOOST_TEST(!got.text("detail").empty());
    return got.text("field");
  };
  auto with_more = [&](const std::string& more) { return "{" + more + "," + spec().substr(1); };
  BOOST_TEST(field_of(with_more(R"("enviroments":{})")) == "enviroments");
  BOOST_TEST(ask("PUT /api/v1/projects/shop", with_more(R"("enviroments":{})"))
                 .text("detail")
                 .find("'environments'") != std::string::npos);
  BOOST_TEST(field_of(with_more(R"("keep":-1)")) == "keep");
  BOOST_TEST(field_of(spec(), "other") == "project");
  BOOST_TEST(field_of(R"({"project":"shop"})") == "repository");
  const auto folder =
      ask("PUT /api/v1/projects/shop",
          R"({"project":"shop","repository":"file:///etc","environments":{"p":{"nodes":{"names":["n"]}}}})");
  BOOST_TEST(folder.status == 400);
  BOOST_TEST(folder.text("field") == "repository");
  BOOST_TEST(folder.text("detail").find("--file-root") != std::string::npos);
  BOOST_TEST(field_of(with_more(R"("submodules":["file:///etc/*"])")) == "submodules");
  BOOST_TEST(field_of("not json") == "body");
  BOOST_TEST(events_so_far() == before);
}

BOOST_AUTO_TEST_CASE(hostile_nodes_are_refused_by_field) {
  const auto before = events_so_far();
  const auto field_of = [&](const std::string& body) {
    const auto got = ask("POST /api/v1/nodes", body);
    BOOST_TEST(got.status == 400);
    return got.text("field");
  };
  const auto named = [](const std::string& name) {
    return json::serialize(json::object{{"name", name}, {"kind", "local"}, {"root", "/srv"}});
  };
  for (const std::string name : {"", "-oProxyCommand=x", "a b", "../x", "Node", "n\n", "a;b", "$(x)", "ü"})
    BOOST_TEST(field_of(named(name)) == "name");
  BOOST_TEST(field_of(named(std::string(64, 'n'))) == "name");
  BOOST_TEST(ask("POST /api/v1/nodes", named("Bad_Name")).text("detail") ==
             "name must be 1 to 63 lower-case letters, digits and inner dashes, as bad-name");
  for (const std::string root : {"srv", "/srv/../etc", "/-x", "/a//b"})
    BOOST_TEST(field_of(json::serialize(json::object{{"name", "n"}, {"kind", "local"}, {"root", root}})) ==
               "root");
  for (const std::string address : {"-oProxyCommand=x", "a b", "a\nb"})
    BOOST_TEST(field_of(json::serialize(
                   json::object{{"name", "n"}, {"address", address}, {"root", "/srv"}})) == "address");
  BOOST_TEST(field_of(R"({"name":"n","root":"/srv"})") == "address");
  BOOST_TEST(field_of(R"({"name":"n","address":"h","root":"/srv","user":"-l root"})") == "user");
  BOOST_TEST(field_of(R"({"name":"n","address":"h","root":"/srv","port":70000})") == "port");
  BOOST_TEST(field_of(R"({"name":"n","address":"h","root":"/srv","user":"deploy","groups":["a b"]})") ==
             "groups");
  BOOST_TEST(field_of(R"({"name":"n","address":"h","root":"/srv","kind":"docker"})") == "kind");
  BOOST_TEST(
      field_of(
          R"({"name":"n","address":"h","root":"/srv","user":"deploy","host_key":"ssh-ed25519 AAAA\n* ssh-ed25519 AAAA"})") ==
      "host_key");
  BOOST_TEST(events_so_far() == before);
}

BOOST_AUTO_TEST_CASE(an_ssh_nodes_key_is_shown_and_confirmed) {
  const std::string key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
  inside([&] { nodes.host_keys = {key}; });
  const std::string node = R"({"name":"n","address":"h","root":"/srv","user":"deploy")";
  const auto shown = ask("POST /api/v1/nodes", node + "}");
  BOOST_TEST(shown.status == 409);
  BOOST_TEST(shown.text("code") == "host_key_unconfirmed");
  BOOST_TEST(shown.text("host_key") == key);
  BOOST_TEST(shown.text("fingerprint") == "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA");
  BOOST_TEST(events_so_far() == 0u);
  BOOST_TEST(ask("POST /api/v1/nodes", node + R"(,"host_key":")" + key + "\"}").status == 201);
  BOOST_TEST(ask("GET /api/v1/nodes").body.at("nodes").get_array().size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_answer_waits_for_the_position_asked_for) {
  with_shop();
  const auto board = ask("GET /api/v1/board");
  const auto at = std::stoll(board.raw.header("eeveon-position"));
  BOOST_TEST(at == 2);
  BOOST_TEST(board.body.at("position") == at);
  BOOST_TEST(board.text("at") == to_rfc3339(inside([this] { return log->events.back().recorded_at; })));
  BOOST_TEST(board.body.at("environments").at(0).at("name") == "production");
  for (const auto* inner : {"history", "doubted"})
    BOOST_TEST(!board.body.at("environments").at(0).get_object().contains(inner));
  // Another server's commit, of which this one has not heard: it looks every second.
  inside([this] { log->on_committed = nullptr; });
  append("project-shop", project_applied{"shop", json::parse(spec("queue")).as_object()});
  const auto later = ask("GET /api/v1/environments?min_position=" + std::to_string(at + 1));
  BOOST_TEST(std::stoll(later.raw.header("eeveon-position")) == at + 1);
  BOOST_TEST(later.body.at("environments").at(0).at("queue_policy") == "queue");
  // Never more than two seconds: the answer says how far it reaches.
  const auto never = ask("GET /api/v1/environments?min_position=1000");
  BOOST_TEST(never.status == 200);
  BOOST_TEST(std::stoll(never.raw.header("eeveon-position")) == at + 1);
}

BOOST_AUTO_TEST_CASE(events_come_in_order_as_a_list_or_as_lines) {
  with_shop();
  const auto list = ask("GET /api/v1/events?after=1&limit=5");
  BOOST_REQUIRE_EQUAL(list.body.at("events").get_array().size(), 1u);
  BOOST_TEST(list.body.at("events").at(0).at("type") == "project_applied");
  BOOST_TEST(list.body.at("events").at(0).at("actor") == "ada");
  const auto lines = ask("GET /api/v1/events", "", ndjson);
  BOOST_TEST(lines.raw.header("content-type") == "application/x-ndjson");
  std::int64_t position = 0;
  for (std::size_t start = 0; start < lines.raw.body.size();) {
    const auto end = lines.raw.body.find('\n', start);
    BOOST_REQUIRE(end != std::string::npos);
    BOOST_TEST(json::parse(lines.raw.body.substr(start, end - start)).at("position") == ++position);
    start = end + 1;
  }
  BOOST_TEST(position == 2);
  BOOST_TEST(ask("GET /api/v1/events?stream=project-shop").body.at("events").get_array().size() == 1u);
  BOOST_TEST(ask("GET /api/v1/events?type=node_registered").body.at("events").get_array().size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_type_that_there_is_not_is_refused_with_the_one_that_was_meant) {
  const auto near = ask("GET /api/v1/events?type=push_recieved");
  BOOST_TEST(near.status == 400);
  BOOST_TEST(near.text("field") == "type");
  BOOST_TEST(near.text("detail").find("did you mean 'push_received'?") != std::string::npos);
  const auto far = ask("GET /api/v1/events?type=bogus&newest=true");
  BOOST_TEST(far.status == 400);
  BOOST_TEST(far.text("detail").find("there are: push_received, ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(deployments_come_page_by_page) {
  with_shop();
  std::string newest;
  for (int i = 0; i < 3; ++i)
    newest = ask("POST /api/v1/projects/shop/environments/production/deployments",
                 R"({"commit":")" + std::string(39, 'a') + std::to_string(i) + R"("})")
                 .text("deployment");
  const auto page = ask("GET /api/v1/deployments?limit=2");
  BOOST_REQUIRE_EQUAL(page.body.at("deployments").get_array().size(), 2u);
  BOOST_TEST(page.body.at("deployments").at(0).at("id").get_string() == newest);
  const auto rest = ask("GET /api/v1/deployments?limit=2&after=" + page.text("next"));
  BOOST_TEST(rest.body.at("deployments").get_array().size() == 1u);
  BOOST_TEST(rest.body.at("next").is_null());
  BOOST_TEST(ask("GET /api/v1/deployments/dep_x/log").status == 404);
}

BOOST_AUTO_TEST_CASE(deliveries_are_shown_without_signatures_and_bodies_when_asked) {
  const std::string body = R"({"zen":"Keep it logically awesome."})";
  const auto taken = ask("POST /hooks/github", body, signed_by("secret", body), "");
  BOOST_TEST(taken.status == 202);
  BOOST_TEST(ask("POST /hooks/github", body, signed_by("secret", body), "").status == 200);
  BOOST_REQUIRE_EQUAL(
      ask("POST /api/v1/nodes", R"({"name":"n","kind":"local","root":"/srv"})", "Idempotency-Key: k\r\n")
          .status,
      201);
  const auto page = ask("GET /api/v1/deliveries?limit=1");
  BOOST_REQUIRE_EQUAL(page.body.at("deliveries").get_array().size(), 1u);
  const auto& one = page.body.at("deliveries").at(0).get_object();
  BOOST_TEST(one.at("source") == "github");
  BOOST_TEST(one.at("key") == "d-1");
  BOOST_TEST(one.at("position") == 1);
  BOOST_TEST(json::serialize(one.at("answer")) == taken.raw.body);
  BOOST_TEST(one.at("headers").get_object().contains("x-github-event"));
  BOOST_TEST(page.raw.body.find("ignature") == std::string::npos);
  BOOST_TEST(page.raw.body.find("sha256=") == std::string::npos);
  BOOST_TEST(!one.contains("body"));
  const auto rest = ask("GET /api/v1/deliveries?limit=5&after=" + page.text("next"));
  BOOST_REQUIRE_EQUAL(rest.body.at("deliveries").get_array().size(), 1u);
  BOOST_TEST(rest.body.at("deliveries").at(0).at("source") == "api/ada");
  BOOST_TEST(rest.body.at("next").is_null());
  BOOST_TEST(ask("GET /api/v1/deliveries?source=github&body=1")
                 .body.at("deliveries")
                 .at(0)
                 .at("body")
                 .get_string() == body);
  BOOST_TEST(ask("GET /api/v1/deliveries?after=x").text("field") == "after");
}

BOOST_AUTO_TEST_CASE(another_body_under_a_known_delivery_id_is_refused_and_recorded) {
  const std::string first = R"({"zen":"first"})", other = R"({"zen":"canary"})";
  BOOST_TEST(ask("POST /hooks/github", first, signed_by("secret", first), "").status == 202);
  const auto refused = ask("POST /hooks/github", other, signed_by("secret", other), "");
  BOOST_TEST(refused.status == 409);
  BOOST_TEST(refused.raw.body.find("canary") == std::string::npos);
  const auto told = ask("GET /api/v1/events?type=delivery_conflict_detected").body.at("events").get_array();
  BOOST_REQUIRE(told.size() == 1u);
  BOOST_TEST(told[0].at("data").at("key") == "d-1");
  BOOST_TEST(told[0].at("data").at("source") == "github");
  // A forged one leaves no trace and burns nothing.
  BOOST_TEST(ask("POST /hooks/github", other, signed_by("guess", other), "").status == 401);
  BOOST_TEST(ask("GET /api/v1/events?type=delivery_conflict_detected").body.at("events").get_array().size() ==
             1u);
}

BOOST_AUTO_TEST_CASE(vacuum_goes_on_until_nothing_old_is_left) {
  inside([this] { deliveries.old_bodies = 1200, logs.old_days = 3; });
  const auto done = ask("POST /api/v1/vacuum", "{}");
  BOOST_TEST(done.text("bodies_emptied") == "1200");
  BOOST_TEST(done.text("log_days_dropped") == "3");
}

BOOST_AUTO_TEST_CASE(a_link_signs_in_once) {
  const auto link = ask("POST /api/v1/sign-in-links", "{}").text("link");
  const auto token = link.substr(link.find('=') + 1);
  const auto in = ask("POST /api/v1/session", R"({"token":")" + token + "\"}", "", "");
  BOOST_TEST(in.status == 200);
  BOOST_TEST(in.text("actor") == "ada");
  BOOST_TEST(in.raw.header("set-cookie").find("HttpOnly; SameSite=Lax") != std::string::npos);
  BOOST_TEST(ask("POST /api/v1/session", R"({"token":")" + token + "\"}", "", "").status == 401);
  BOOST_TEST(ask("POST /api/v1/session", "{}", "", "").text("field") == "token");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
