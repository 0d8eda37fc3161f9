// Plans from facts. Their bytes are what people approve: a golden file that changes is a change of what is
// run.
#include "core/plan/make.hpp"

#include "tests/support/golden.hpp"

using namespace eeveon;
using namespace eeveon::spec;

namespace {

node_registered a_node(std::string name, std::string address) {
  return {.name = std::move(name),
          .kind = "ssh",
          .address = std::move(address),
          .root = "/srv/eeveon",
          .user = "deploy",
          .host_key = "ssh-ed25519 AAAA",
          .groups = {"web"}};
}

// Everything a deployment can have.
deploy_facts full_facts() {
  deploy_facts out{.project = "shop", .environment = "production"};
  out.release = {
      .release = "rel_new",
      .project = "shop",
      .commit = std::string(40, 'a'),
      .artifact = std::string(64, 'd'),
      .manifest = std::string(64, 'e'),
      .files = 3,
      .bytes = 4096,
      .recipe =
          json::parse(
              R"({"hooks":{"before":[["bin/warm-up","--fast"]],"after":[["bin/smoke"],["bin/tell"]]},"shared":["uploads",".env"]})")
              .as_object()};
  out.nodes = {a_node("node-1", "10.0.0.1"), a_node("node-2", "10.0.0.2")};
  out.spec.name = "production";
  out.spec.health.http = "http://{node}:8080/healthz";
  out.previous = "rel_old";
  out.previous_recipe =
      json::parse(R"({"hooks":{"before":[["bin/old-warm-up"]],"after":[["bin/old-smoke"]]}})").as_object();
  out.previous_nodes = {"node-1", "node-2"};
  out.keep_releases = {"rel_old", "rel_older"};
  out.keep = 7;
  out.must_be_head_of = "refs/heads/main";
  out.repository = "https://github.com/acme/shop";
  return out;
}

std::string stages_of(const plan& p) {
  std::string out;
  for (const auto& s : p.stages) out += (out.empty() ? "" : " ") + s.name;
  return out;
}

json::value as_json(const plan& p) { return json::parse(canonical_json(p)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(plans_from_facts)

BOOST_AUTO_TEST_CASE(a_full_deployment_and_its_way_back_are_these_bytes) {
  const auto made = make_deploy_plans(full_facts());
  check_golden("plan_deploy.json", as_json(made.deploy));
  check_golden("plan_undo.json", as_json(made.undo));
  BOOST_TEST(to_hex(digest_of(made.deploy)) ==
             "3ae86357245021440eed70defe2a5b5e1f1b02235d04fd4ca9e381f9f8433999");
  BOOST_TEST(to_hex(digest_of(made.undo)) ==
             "7d972b0097327d9d72a6e6957899dc2f5cc3763cc0346e99a66be4323b6b2e2e");
}

BOOST_AUTO_TEST_CASE(a_build_is_these_bytes) {
  const release_requested request{
      .release = "rel_new",
      .project = "shop",
      .commit = std::string(40, 'a'),
      .repository = "https://github.com/acme/shop",
      .ref = "refs/heads/main",
      .recipe = json::parse(R"({"build":{"run":[["make"]],"limits":{"time":"20m"}}})").as_object()};
  check_golden("plan_build.json", as_json(make_build_plan(request)));
  BOOST_TEST(to_hex(digest_of(make_build_plan(request))) ==
             "0d99e9e870b7c434ca092ea209a65bbb2e191c393db6676776834020d8d8a2ad");
}

BOOST_AUTO_TEST_CASE(a_build_with_submodules_is_these_bytes) {
  const release_requested request{
      .release = "rel_new",
      .project = "shop",
      .commit = std::string(40, 'a'),
      .repository = "https://github.com/acme/shop",
      .ref = "refs/heads/main",
      .recipe = json::parse(R"({"submodules":["https://github.com/acme/*"]})").as_object()};
  const auto made = make_build_plan(request);
  BOOST_TEST(stages_of(made) == "resolve fetch submodules build test pack");
  check_golden("plan_build_submodules.json", as_json(plan{made.kind, {}, {made.stages[2]}}));
}

BOOST_AUTO_TEST_CASE(what_is_written_reads_back_to_the_same_bytes) {
  const auto made = make_deploy_plans(full_facts());
  for (const auto& p : {made.deploy, made.undo}) {
    const auto again = parse_plan(canonical_json(p));
    BOOST_REQUIRE(again);
    BOOST_TEST(canonical_json(*again) == canonical_json(p));
    BOOST_TEST(again->nodes.size() == 2u);
    BOOST_TEST(again->node("node-2")->address == "10.0.0.2");
    BOOST_TEST(again->node("node-3") == nullptr);
  }
}

BOOST_AUTO_TEST_CASE(every_step_has_its_own_id) {
  const auto made = make_deploy_plans(full_facts());
  for (const auto& p : {made.deploy, made.undo}) {
    std::set<std::string> ids;
    for (const auto& stage : p.stages)
      for (const auto& step : stage.steps) {
        BOOST_TEST(ids.insert(step.id).second, step.id << " stands there twice");
        BOOST_TEST(p.find(step.id) == &step);
      }
    BOOST_TEST(p.find("nothing@node-1") == nullptr);
  }
}

BOOST_AUTO_TEST_CASE(a_first_deployment_goes_back_to_nothing) {
  auto facts = full_facts();
  facts.previous.clear(), facts.previous_recipe.clear(), facts.previous_nodes.clear(),
      facts.keep_releases.clear(), facts.must_be_head_of.clear();
  const auto made = make_deploy_plans(facts);
  BOOST_TEST(stages_of(made.deploy) ==
             "prepare transfer verify before check-before switch after-1 after-2 check-after retain");
  BOOST_TEST(stages_of(made.undo) == "undo-switch");
  for (const auto& step : made.undo.stages[0].steps) BOOST_TEST(step.args.at("release").as_string() == "");
  BOOST_TEST(made.deploy.find("transfer@node-1")->args.at("previous").as_string() == "");
  BOOST_TEST(made.deploy.find("retain@node-1")->args.at("protect").as_array().empty());
}

BOOST_AUTO_TEST_CASE(a_node_that_never_had_the_release_before_is_left_without_any) {
  auto facts = full_facts();
  facts.previous_nodes = {"node-2"};
  const auto undo = make_deploy_plans(facts).undo;
  BOOST_TEST(stages_of(undo) == "undo-before undo-switch undo-after undo-check");
  BOOST_TEST(undo.find("undo-switch@node-1")->args.at("release").as_string() == "");
  BOOST_TEST(undo.find("undo-switch@node-2")->args.at("release").as_string() == "rel_old");
  for (const char* id : {"undo-before@node-1", "undo-after@node-1", "undo-check@node-1"})
    BOOST_TEST(undo.find(id) == nullptr);
}

BOOST_AUTO_TEST_CASE(without_hooks_and_checks_little_is_left) {
  auto facts = full_facts();
  facts.release.recipe.clear(), facts.previous_recipe.clear(), facts.spec.health = {},
                                                               facts.must_be_head_of.clear();
  const auto made = make_deploy_plans(facts);
  BOOST_TEST(stages_of(made.deploy) == "prepare transfer verify switch retain");
  BOOST_TEST(stages_of(made.undo) == "undo-switch");
}

BOOST_AUTO_TEST_CASE(only_hooks_are_at_most_once) {
  const auto made = make_deploy_plans(full_facts());
  for (const auto& p : {made.deploy, made.undo})
    for (const auto& stage : p.stages)
      for (const auto& step : stage.steps) {
        BOOST_TEST((step.cls == step_class::at_most_once) == (step.action == "hook"));
        if (step.action == "hook") BOOST_TEST(step.attempts == 1);
      }
}

BOOST_AUTO_TEST_CASE(retain_knows_what_to_keep_and_may_fail) {
  const auto deploy = make_deploy_plans(full_facts()).deploy;
  const auto& step = *deploy.find("retain@node-2");
  BOOST_TEST(step.optional);
  BOOST_TEST(step.args.at("keep").as_int64() == 7);
  BOOST_TEST((step.args.at("protect").as_array() == json::array{"rel_old", "rel_older"}));
}

BOOST_AUTO_TEST_CASE(the_check_before_is_told_but_stops_nothing) {
  auto facts = full_facts();
  facts.spec.health.attempts = 5, facts.spec.health.backoff = std::chrono::seconds(3),
  facts.spec.health.timeout = std::chrono::seconds(9);
  const auto deploy = make_deploy_plans(facts).deploy;
  const auto &before = *deploy.find("check-before@node-1"), &after = *deploy.find("check-after@node-1");
  BOOST_TEST(before.optional);
  BOOST_TEST(before.attempts == 1);
  BOOST_TEST(!after.optional);
  BOOST_TEST(after.attempts == 5);
  BOOST_TEST((after.backoff == std::chrono::seconds(3)));
  BOOST_TEST((after.limit == std::chrono::seconds(14)));
  BOOST_TEST(after.args.at("timeout_ms").as_int64() == 9000);
}

BOOST_AUTO_TEST_CASE(a_check_is_http_tcp_or_a_command) {
  health_check health;
  health.http = "http://{node}:8080/healthz";
  const auto args = [&](const recipe& with = {}) { return make_check(health, with, "node-1").args; };
  BOOST_TEST((args() == json::object{{"timeout_ms", 5000}, {"http", "http://{node}:8080/healthz"}}));
  recipe own;
  own.health_path = "/ready?deep=1";
  BOOST_TEST(args(own).at("http").as_string() == "http://{node}:8080/ready?deep=1");
  health.http = "http://{node}:8080";
  BOOST_TEST(args(own).at("http").as_string() == "http://{node}:8080/ready?deep=1");
  health = {};
  health.tcp = "{node}:5432";
  BOOST_TEST((args() == json::object{{"timeout_ms", 5000}, {"tcp", "{node}:5432"}}));
  health = {};
  health.command = {"bin/check", "{node}"};
  health.command_on = "worker";
  BOOST_TEST(
      (args() ==
       json::object{{"timeout_ms", 5000}, {"argv", json::array{"bin/check", "{node}"}}, {"on", "worker"}}));
  BOOST_TEST(make_check(health, {}, "node-1").id == "check@node-1");
}

BOOST_AUTO_TEST_CASE(a_build_resolves_only_what_a_ref_was_asked_for) {
  BOOST_TEST(stages_of(make_build_plan({.commit = std::string(40, 'a'), .ref = "refs/heads/main"})) ==
             "resolve fetch build test pack");
  BOOST_TEST(stages_of(make_build_plan({.commit = std::string(40, 'a')})) == "fetch build test pack");
}

BOOST_AUTO_TEST_CASE(a_deployment_in_order_is_told_what_it_comes_after) {
  auto facts = full_facts();
  facts.must_be_head_of = "refs/heads/main";
  BOOST_TEST(!make_deploy_plans(facts).deploy.stages.front().steps.front().args.contains("after"));
  facts.in_order_after = "";
  BOOST_TEST(make_deploy_plans(facts).deploy.stages.front().steps.front().args.at("after").as_string() == "");
}

BOOST_AUTO_TEST_CASE(a_stored_plan_that_is_damaged_is_said_to_be) {
  const auto good = canonical_json(make_deploy_plans(full_facts()).deploy);
  BOOST_TEST(parse_plan(good).has_value());
  for (const auto& [from, to] : {std::pair{"\"reconcilable\"", "\"perhaps\""},
                                 {"\"attempts\":3", "\"attempts\":\"x\""},
                                 {"\"kind\":\"deploy\"", "\"kind\":1"},
                                 {"\"stages\":[", "\"other\":["},
                                 {"\"port\":22", "\"port\":[]"},
                                 {"\"optional\":false", "\"optional\":0"}}) {
    auto bad = good;
    bad.replace(bad.find(from), std::string_view(from).size(), to);
    const auto parsed = parse_plan(bad);
    BOOST_TEST(!parsed.has_value(), "accepted with " << to);
    if (!parsed) BOOST_TEST(to_string(parsed.error().code) == "corrupt");
  }
  for (const char* bad : {"", "[]", "{}", "null", "{\"kind\":\"deploy\"", "7"})
    BOOST_TEST(!parse_plan(bad).has_value());
}

BOOST_AUTO_TEST_CASE(canonical_json_sorts_keys_at_every_depth) {
  const auto one = json::parse(R"({"b":[{"z":1,"a":"ü\n"}],"a":{"d":null,"c":true}})");
  BOOST_TEST(canonical_json(one) == "{\"a\":{\"c\":true,\"d\":null},\"b\":[{\"a\":\"ü\\n\",\"z\":1}]}");
  BOOST_TEST(canonical_json(json::value(json::object{})) == "{}");
}

BOOST_AUTO_TEST_SUITE_END()
