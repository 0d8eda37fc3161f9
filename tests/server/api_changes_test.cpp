// What a deployment brings, over HTTP.
#include "core/environment/events.hpp"
#include "core/release/events.hpp"
#include "core/release/history.hpp"
#include "core/run/events.hpp"
#include "tests/server/api_server.hpp"

namespace eeveon::test {
namespace {

const std::string a(40, 'a'), b(40, 'b');
const std::string first = "rel_00000000-0000-8000-8000-000000000001",
                  second = "rel_00000000-0000-8000-8000-000000000002";
const std::string place = "/api/v1/projects/shop/environments/production";

struct built_twice : api_server {
  built_twice() {
    with_shop();
    built(first, a, {.head = a, .commits = {{a, "Ada", "t", "First", {}}}});
    built(second, b,
          {.head = b,
           .commits = {{b, "Bob", "t", "Second", {a}}, {a, "Ada", "t", "First", {}}},
           .compared = {{a, "forward", diffstat{{{"x", 2, 1}}, false, diffstat::sums{1, 2, 1}}}}});
    live("dep_1", first, a);
  }
  void built(const std::string& release, const std::string& commit, const history& past) {
    append(release_stream(release),
           release_requested{.release = release, .project = "shop", .commit = commit});
    const auto text = to_document(past);
    append(release_stream(release),
           step_succeeded{"run_1", "build", "history@worker", 1, 5, {{"history", to_hex(sha256(text))}}});
    inside([&] { log->documents.emplace(sha256(text), text); });
    append(release_stream(release), release_built{.release = release, .project = "shop", .commit = commit});
  }
  void live(const std::string& deployment, const std::string& release, const std::string& commit) {
    append(environment_stream("shop", "production"),
           release_went_live{deployment, release, commit, {"node-1"}});
  }
  std::string told(const json::value& changes) {
    std::string out(changes.at("direction").as_string());
    for (const auto& commit : changes.at("commits").as_array())
      (out += ' ') += commit.at("subject").as_string();
    return out + " " + json::serialize(changes.at("totals"));
  }
};

BOOST_FIXTURE_TEST_SUITE(changes_over_http, built_twice)

BOOST_AUTO_TEST_CASE(a_dry_run_tells_what_would_change) {
  const auto there =
      ask("POST " + place + "/deployments", R"({"release":")" + second + R"(","dry_run":true})");
  BOOST_REQUIRE_EQUAL(there.status, 200);
  BOOST_TEST(told(there.body.at("changes")) == R"(forward Second {"files":1,"added":2,"removed":1})");
  live("dep_2", second, b);
  const auto back = ask("POST " + place + "/rollback", R"({"dry_run":true})");
  BOOST_REQUIRE_EQUAL(back.status, 200);
  BOOST_TEST(told(back.body.at("changes")) == R"(back Second {"files":1,"added":1,"removed":2})");
  // A commit that nobody has built has no past here.
  const auto unbuilt =
      ask("POST " + place + "/deployments", R"({"commit":")" + std::string(40, 'c') + R"(","dry_run":true})");
  BOOST_REQUIRE_EQUAL(unbuilt.status, 200);
  BOOST_TEST(!unbuilt.body.as_object().contains("changes"));
}

BOOST_AUTO_TEST_CASE(a_deployment_tells_what_it_brought_whatever_is_live_now) {
  const auto asked = ask("POST " + place + "/deployments", R"({"release":")" + second + "\"}");
  BOOST_REQUIRE_EQUAL(asked.status, 202);
  const auto id = asked.text("deployment");
  const auto expected = R"(forward Second {"files":1,"added":2,"removed":1})";
  const auto changes = [&] {
    const auto got = ask("GET /api/v1/deployments/" + id + "/changes");
    BOOST_REQUIRE_EQUAL(got.status, 200);
    BOOST_TEST(got.body.at("compare_url").is_null());
    return told(got.body);
  };
  BOOST_TEST(changes() == expected);
  append(environment_stream("shop", "production"), deployment_enqueued{id, second, b, "manual"});
  append(environment_stream("shop", "production"), environment_locked{id, "run_2", second, {"node-1"}});
  live(id, second, b);
  BOOST_TEST(changes() == expected);
  BOOST_TEST(ask("GET /api/v1/deployments/dep_nosuch/changes").status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon::test
