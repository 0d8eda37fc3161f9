// Nodes over HTTP: registered, changed, looked at, and not taken away from under what is live.
#include "core/environment/events.hpp"
#include "core/release/events.hpp"
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

const std::string add = "POST /api/v1/nodes", remove_it = "DELETE /api/v1/nodes/node-1";

BOOST_FIXTURE_TEST_SUITE(nodes_over_http, api_server)

BOOST_AUTO_TEST_CASE(a_node_is_added_changed_or_neither) {
  auto got = ask(add, R"({"name":"n","kind":"local","root":"/srv"})");
  BOOST_TEST(got.status == 201);
  BOOST_TEST(got.text("result") == "added");
  const auto before = events_so_far();
  got = ask(add, R"({"name":"n","kind":"local","root":"/srv"})");
  BOOST_TEST(got.status == 200);
  BOOST_TEST(got.text("result") == "unchanged");
  BOOST_TEST(events_so_far() == before);
  got = ask(add, R"({"name":"n","kind":"local","root":"/srv/other"})");
  BOOST_TEST(got.status == 200);
  BOOST_TEST(got.text("result") == "changed");
  BOOST_TEST(events_so_far() == before + 1);
}

BOOST_AUTO_TEST_CASE(the_list_says_how_a_node_is_reached) {
  ask(add,
      R"({"name":"far","address":"web.example","root":"/srv","user":"deploy","port":2222,"host_key":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"})");
  ask(add, R"({"name":"near","kind":"local","root":"/var/www"})");
  const auto got = ask("GET /api/v1/nodes");
  const auto& far = got.body.at("nodes").at(0).get_object();
  BOOST_TEST(far.at("address") == json::value("web.example"));
  BOOST_TEST(far.at("user") == json::value("deploy"));
  BOOST_TEST(far.at("port").to_number<int>() == 2222);
  BOOST_TEST(far.at("root") == json::value("/srv"));
  BOOST_TEST(got.body.at("nodes").at(1).at("root") == json::value("/var/www"));
}

BOOST_AUTO_TEST_CASE(what_is_no_host_key_is_not_pinned) {
  const auto before = events_so_far();
  for (const std::string key :
       {"ssh-ed25519 AAAA", "h ssh-ed25519 AAAA",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"}) {
    const auto got =
        ask(add, R"({"name":"n","address":"h","root":"/srv","user":"deploy","host_key":")" + key + "\"}");
    BOOST_TEST(got.status == 400);
    BOOST_TEST(got.text("field") == "host_key");
    BOOST_TEST(got.text("detail").starts_with("host_key "), got.text("detail"));
    BOOST_TEST(got.text("detail").find("ssh-keyscan") != std::string::npos, got.text("detail"));
  }
  BOOST_TEST(events_so_far() == before);
}

BOOST_AUTO_TEST_CASE(the_only_node_of_what_is_live_stays) {
  with_shop();
  BOOST_TEST(ask("DELETE /api/v1/nodes/nosuch").status == 404);
  const std::string release = "rel_00000000-0000-8000-8000-000000000001";
  append(release_stream(release),
         release_requested{.release = release, .project = "shop", .commit = std::string(40, 'a')});
  append(environment_stream("shop", "production"),
         release_went_live{"dep_1", release, std::string(40, 'a'), {"node-1"}});
  const auto before = events_so_far();
  const auto got = ask(remove_it);
  BOOST_TEST(got.status == 422);
  BOOST_TEST(got.text("detail").find("the only node of shop production") != std::string::npos);
  BOOST_TEST(events_so_far() == before);
  BOOST_TEST(ask(remove_it + "?force=true").status == 200);
  // Where nothing is live there is nothing to lose.
  ask(add, R"({"name":"spare","kind":"local","root":"/srv"})");
  BOOST_TEST(ask("DELETE /api/v1/nodes/spare").status == 200);
}

BOOST_AUTO_TEST_CASE(a_check_is_what_a_worker_finds) {
  with_shop();
  BOOST_TEST(ask("POST /api/v1/nodes/nosuch/check", "{}").status == 404);
  bell.on_announce = [&](const std::string& channel, const std::string& message) {
    if (channel != channel_node_check) return;
    auto told = json::parse(message).as_object();
    BOOST_TEST(told.at("node") == json::value("node-1"));
    checks.hear("no json");
    checks.hear(R"({"check":"chk_other","node":"node-1"})");
    told["worker"] = "worker-1";
    told["findings"] = json::array{json::object{{"what", "disk"}, {"state", "ok"}, {"remark", ""}}};
    checks.hear(json::serialize(told));
  };
  const auto got = ask("POST /api/v1/nodes/node-1/check", "{}");
  BOOST_TEST(got.status == 200);
  BOOST_TEST(got.text("worker") == "worker-1");
  BOOST_TEST(got.body.at("findings").at(0).at("what") == json::value("disk"));
}

BOOST_AUTO_TEST_CASE(a_check_that_no_worker_answers_says_so) {
  with_shop();
  const auto got = ask("POST /api/v1/nodes/node-1/check", "{}");
  BOOST_TEST(got.status == 503);
  BOOST_TEST(got.text("detail").find("no worker has answered") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
