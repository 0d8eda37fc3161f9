// What may stand in .eeveon.yaml, and how it is laid over the applied recipe.
#include "core/project/spec.hpp"

#include "core/gate/gate.hpp"
#include "tests/support/golden.hpp"

using namespace eeveon;
using namespace std::chrono_literals;

namespace {
recipe applied() {
  return {.build = {{"make"}},
          .output = "dist",
          .time_limit = 20min,
          .output_limit = 5'000'000,
          .test = {{"make", "check"}},
          .hooks_before = {{"bin/warm-up"}},
          .hooks_after = {{"bin/smoke"}},
          .shared = {"uploads"},
          .ignore = {"*.map"},
          .health_path = {},
          .submodules = {}};
}
std::string as_text(const recipe& r) { return json::serialize(to_json(r)); }
result<recipe> merged(const char* text) { return merge_recipe(applied(), json::parse(text)); }
}  // namespace

BOOST_AUTO_TEST_SUITE(the_recipe_of_a_commit)

BOOST_AUTO_TEST_CASE(nothing_changes_nothing) {
  BOOST_TEST(as_text(*merged("{}")) == as_text(applied()));
  BOOST_TEST(as_text(*merged("null")) == as_text(applied()));
}

BOOST_AUTO_TEST_CASE(only_the_keys_that_stand_there_are_replaced) {
  const auto out =
      merged(R"({"build":{"output":"public"},"hooks":{"after":[["bin/tell"]]},"health":{"path":"/ready"}})");
  BOOST_REQUIRE(out);
  auto expected = applied();
  expected.output = "public", expected.hooks_after = {{"bin/tell"}}, expected.health_path = "/ready";
  BOOST_TEST(as_text(*out) == as_text(expected));
}

// A slash at the end would have a link followed.
BOOST_AUTO_TEST_CASE(an_output_folder_is_named_without_its_last_slash) {
  BOOST_TEST(merged(R"({"build":{"output":"public/html/"}})")->output == "public/html");
  for (const char* text :
       {R"({"build":{"output":"a//"}})", R"({"build":{"output":"a/../b"}})", R"({"build":{"output":"/"}})"})
    BOOST_TEST(!merged(text).has_value(), "accepted " << text);
}

BOOST_AUTO_TEST_CASE(an_empty_list_takes_away) {
  const auto out = merged(
      R"({"build":{"run":[]},"test":{"run":[]},"hooks":{"before":[],"after":[]},"shared":[],"ignore":[]})");
  BOOST_REQUIRE(out);
  BOOST_TEST(out->build.empty());
  BOOST_TEST(out->test.empty());
  BOOST_TEST(out->hooks_before.empty());
  BOOST_TEST(out->hooks_after.empty());
  BOOST_TEST(out->shared.empty());
  BOOST_TEST(out->ignore.empty());
  BOOST_TEST((out->time_limit == 20min));
}

BOOST_AUTO_TEST_CASE(a_push_cannot_rewrite_its_own_guard) {
  for (const char* key : {"project", "repository", "environments", "keep", "poll", "webhook", "approvals",
                          "nodes", "deploy_on", "strategy", "queue", "submodules"}) {
    const auto out = merge_recipe(applied(), json::object{{key, json::object{}}});
    BOOST_TEST(!out.has_value(), "accepted " << key);
    if (out) continue;
    BOOST_TEST(out.error().where == key);
    BOOST_TEST(out.error().detail.starts_with(std::string(".eeveon.yaml: ") + key + " "));
  }
  const auto health = merged(R"({"health":{"http":"http://{node}/"}})");
  BOOST_TEST(!health.has_value());
  BOOST_TEST(health.error().where == "health.http");
}

BOOST_AUTO_TEST_CASE(a_commit_keeps_what_the_spec_says_of_submodules) {
  auto with = applied();
  with.submodules = {"https://github.com/acme/*"};
  const auto out = merge_recipe(with, json::parse(R"({"test":{"run":[]}})"));
  BOOST_REQUIRE(out);
  BOOST_TEST(out->submodules == with.submodules);
  // A recipe that asks for none is written as ever: its releases keep their ids.
  BOOST_TEST(!to_json(applied()).contains("submodules"));
  BOOST_TEST(release_id("shop", "c", to_json(applied())) != release_id("shop", "c", to_json(with)));
}

BOOST_AUTO_TEST_CASE(a_health_path_starts_with_a_slash) {
  for (const char* text : {R"({"health":{"path":"ready"}})", R"({"health":{"path":""}})",
                           R"({"health":{"path":7}})", R"({"health":{"path":"@evil.example/"}})"})
    BOOST_TEST(!merged(text).has_value(), "accepted " << text);
}

BOOST_AUTO_TEST_CASE(a_shared_path_inside_another_is_refused_by_both_names) {
  const auto out = merged(R"({"shared":["uploads","uploads-old","uploads/cache"]})");
  BOOST_REQUIRE(!out);
  BOOST_TEST(out.error().detail.starts_with(".eeveon.yaml: shared has 'uploads/cache' inside 'uploads'"));
  BOOST_TEST(merged(R"({"shared":["uploads/","uploads-old"]})")->shared.at(0) == "uploads");
  // What was let in once is still read: a node refuses it, and its hooks are not forgotten.
  auto old = applied();
  old.shared = {"a", "a/b"};
  BOOST_TEST(parse_recipe(to_json(old))->hooks_before.size() == 1u);
}

// A sealed release keeps the links it was sealed with: another list is another release.
BOOST_AUTO_TEST_CASE(a_release_is_named_after_what_it_shares) {
  auto other = applied();
  other.shared = {"uploads", "cache"};
  BOOST_TEST(release_id("shop", "c", to_json(applied())) != release_id("shop", "c", to_json(other)));
}

BOOST_AUTO_TEST_CASE(what_is_stored_reads_back) {
  auto full = applied();
  full.health_path = "/ready";
  full.submodules = {"https://github.com/acme/*", "git@example.org:other/lib.git"};
  for (const auto& r : {recipe{}, applied(), full}) {
    const auto again = parse_recipe(to_json(r));
    eeveon::spec::require(again);
    BOOST_TEST(as_text(*again) == as_text(r));
  }
}

BOOST_AUTO_TEST_SUITE_END()
