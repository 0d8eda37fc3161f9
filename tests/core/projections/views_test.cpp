// The rows people read, given what happened.
#include "core/environment/state.hpp"
#include "tests/core/projections/view_story.hpp"

using namespace eeveon;
using namespace eeveon::test;
using namespace eeveon::spec;

BOOST_AUTO_TEST_SUITE(rows_that_people_read)

BOOST_AUTO_TEST_CASE(a_deployment_from_request_to_success) {
  view_story s;
  s.given({requested("dep_1", a)});
  s.deployment(
      "dep_1",
      R"({"id":"dep_1","project":"shop","environment":"production","commit":")" + a +
          R"(","message":"Say hello","author":"Ada","ref":"refs/heads/main","status":"queued","trigger":"push","actor":"gate","requested_at":"2027-01-15T08:00:01.000Z","position":1})");
  s.given({at(production, deployment_enqueued{"dep_1", "rel_1", a, "push"})})
      .deployment("dep_1", R"({"release":"rel_1","status":"queued"})");
  s.given({at("deployment-dep_1", run_queued{"run_1", "deploy"}),
           at("deployment-dep_1", run_claimed{"run_1", "w"})})
      .deployment("dep_1", R"({"status":"running","started_at":"2027-01-15T08:00:04.000Z"})");
  s.given({at("deployment-dep_1", run_claimed{"run_1", "w2"})})
      .deployment("dep_1", R"({"status":"running","started_at":"2027-01-15T08:00:04.000Z"})");
  s.given({at("deployment-dep_1", deployment_succeeded{"run"})})
      .deployment("dep_1", R"({"status":"succeeded","finished_at":"2027-01-15T08:00:06.000Z"})");
  s.given({at("deployment-dep_1", deployment_taken_back{"dep_2"})})
      .deployment("dep_1", R"({"status":"succeeded","rolled_back_by":"dep_2"})");
}

BOOST_AUTO_TEST_CASE(a_deployment_ends_in_one_of_many_ways) {
  for (const auto& [end, expected] :
       {std::pair{at("deployment-dep_1", deployment_failed{"s", "no disk", false}),
                  R"({"status":"failed","reason":"no disk"})"},
        {at("deployment-dep_1", deployment_rolled_back{"s", "not healthy"}),
         R"({"status":"rolled_back","reason":"not healthy"})"},
        {at("deployment-dep_1", deployment_cancelled{"asked"}), R"({"status":"cancelled","reason":"asked"})"},
        {at("deployment-dep_1", deployment_superseded{b, "", "moved on"}),
         R"({"status":"superseded","reason":"moved on"})"}}) {
    view_story s;
    s.given({requested("dep_1", a), end}).deployment("dep_1", expected);
  }
}

BOOST_AUTO_TEST_CASE(attention_comes_and_goes) {
  view_story s;
  s.given({requested("dep_1", a), at("deployment-dep_1", run_claimed{"run_1", "w"}),
           at("deployment-dep_1", attention_needed{"run_1", "x", "perhaps"})});
  s.deployment("dep_1", R"({"status":"needs_attention","reason":"perhaps"})");
  s.given({at("deployment-dep_1", attention_answered{"retry"})})
      .deployment("dep_1", R"({"status":"running"})");
  BOOST_TEST(s.fold.deployments().at("dep_1").reason == "");
}

BOOST_AUTO_TEST_CASE(a_project_and_its_repository) {
  view_story s;
  s.given({applied()})
      .project(
          R"({"name":"shop","repository":"https://github.com/acme/shop","repository_bound":false,"environments":["production"],"applied_at":"2027-01-15T08:00:01.000Z"})");
  s.environment(
      R"({"project":"shop","name":"production","queue_policy":"supersede","deploy_on":"push main","waiting":[],"quarantine":[],"nodes":[],"outcomes":[]})");
  s.given({at("project-shop", repository_bound{"github", "17", "acme/shop"})})
      .project(R"({"repository_bound":true,"full_name":"acme/shop"})");
  s.given({at("project-shop", repository_renamed{"acme/store", "https://github.com/acme/store"})})
      .project(
          R"({"full_name":"acme/store","repository":"https://github.com/acme/shop","url_seen":"https://github.com/acme/store"})");
  s.given({at("project-shop", default_branch_told{"trunk"})}).project(R"({"default_branch":"trunk"})");
}

BOOST_AUTO_TEST_CASE(an_environment_tells_who_waits_who_runs_and_what_is_live) {
  view_story s;
  s.given({applied(), node_in("node-1"),
           at("release-rel_1", release_requested{.release = "rel_1", .project = "shop", .commit = a}),
           at("release-rel_1", release_built{.release = "rel_1",
                                             .project = "shop",
                                             .commit = a,
                                             .message = "Built message",
                                             .author = "Bob"}),
           requested("dep_1", a), at(production, deployment_enqueued{"dep_1", "rel_1", a, "push"}),
           at(production, deployment_enqueued{"dep_2", "rel_2", b, "push"})});
  s.environment(R"({"waiting":[{"deployment":"dep_1","commit":")" + a +
                R"("},{"deployment":"dep_2","commit":")" + b + R"("}],"nodes":["node-1"]})");
  s.given({at(production, environment_locked{.deployment = "dep_1", .run = "run_1"}),
           at(production, deployment_dequeued{"dep_2", "superseded"})});
  s.environment(R"({"waiting":[],"lock":{"deployment":"dep_1","since":"2027-01-15T08:00:08.000Z"}})");
  s.given({at(production, environment_unlocked{"dep_1", "succeeded"}), went_live("dep_1", "rel_1", a)});
  s.environment(
      R"({"current":{"release":"rel_1","commit":")" + a +
      R"(","message":"Built message","author":"Bob","deployment":"dep_1"},"last_status":"succeeded","last_deployment":"dep_1","outcomes":[{"deployment":"dep_1","status":"succeeded"}]})");
  BOOST_TEST(!s.fold.environments().at("shop/production").lock.has_value());
  s.node("node-1", R"({"live":{"shop/production":"rel_1"}})");
}

BOOST_AUTO_TEST_CASE(previous_is_what_rollback_goes_to) {
  view_story s;
  const auto previous = [&] {
    const auto& row = s.fold.environments().at("shop/production");
    environment_state state;
    for (const auto& e : s.log.stream(production)) state.apply(e);
    BOOST_TEST((state.previous() ? state.previous()->release : "") ==
               (row.previous ? row.previous->release : ""));  // the gate's own rule
    return row.previous ? row.previous->release : "";
  };
  s.given({applied(), went_live("dep_1", "rel_1", a)});
  BOOST_TEST(previous() == "");
  s.given({went_live("dep_2", "rel_2", b), went_live("dep_3", "rel_3", c)});
  BOOST_TEST(previous() == "rel_2");
  s.given(
      {went_live("dep_4", "rel_2", b, true), at(production, commit_quarantined{c, "dep_3", "taken back"})});
  BOOST_TEST(previous() == "rel_1");
  s.given({went_live("dep_5", "rel_4", std::string(40, 'd'))});
  BOOST_TEST(previous() == "rel_2");
  s.given({at(production, commit_quarantined{b, "dep_4", "bad after all"})});
  BOOST_TEST(previous() == "rel_1");
  s.given({at(production, quarantine_released{b, "a person said so"})});
  BOOST_TEST(previous() == "rel_2");
  s.given({at(production, commit_quarantined{b, "dep_4", "bad again"}),
           at(production, deployment_enqueued{"dep_6", "rel_5", std::string(40, 'e'), "push"})});
  BOOST_TEST(previous() == "rel_2");  // a newer commit has cleared the quarantine
}

BOOST_AUTO_TEST_CASE(an_environment_taken_out_of_the_spec_is_told_without_its_nodes) {
  view_story s;
  s.given({applied(R"(,"staging":{"nodes":{"group":"web"}})"), node_in("node-1")});
  s.fold.take_changed();
  s.given({applied()});
  const auto changed = s.fold.take_changed();
  const auto staging = std::ranges::find(changed, row_key{"environment", "shop/staging"}, &changed_row::id);
  BOOST_REQUIRE(staging != changed.end());
  BOOST_TEST(json::parse(staging->body).at("nodes").get_array().empty());
}

BOOST_AUTO_TEST_CASE(a_commit_stands_in_quarantine_once) {
  view_story s;
  s.given({applied(), at(production, commit_quarantined{a, "dep_1", "first"}),
           at(production, deployment_enqueued{"dep_2", "rel_1", a, "manual"}),
           at(production, commit_quarantined{a, "dep_2", "second"})});
  s.environment(R"({"quarantine":[{"commit":")" + a +
                R"(","deployment":"dep_2","reason":"second","at":"2027-01-15T08:00:04.000Z"}]})");
  s.given({at(production, deployment_enqueued{"dep_3", "rel_2", b, "manual"}),
           at(production, deployment_enqueued{"dep_4", "rel_2", b, "rollback"})});
  BOOST_TEST(s.fold.environments().at("shop/production").quarantine.size() == 1u);
  s.given({at(production, deployment_enqueued{"dep_5", "rel_3", c, "push"})});
  BOOST_TEST(s.fold.environments().at("shop/production").quarantine.empty());
}

BOOST_AUTO_TEST_CASE(ten_outcomes_are_enough) {
  view_story s;
  for (int i = 1; i <= 12; ++i)
    s.given(
        {at(production, environment_unlocked{"dep_" + std::to_string(i), i % 2 ? "failed" : "succeeded"})});
  const auto& outcomes = s.fold.environments().at("shop/production").outcomes;
  BOOST_TEST(outcomes.size() == 10u);
  BOOST_TEST(outcomes.front().deployment == "dep_3");
  BOOST_TEST(outcomes.back().status == "succeeded");
}

BOOST_AUTO_TEST_CASE(a_release_from_request_to_its_end) {
  view_story s;
  const auto asked =
      at("release-rel_1", release_requested{.release = "rel_1", .project = "shop", .commit = a});
  s.given({asked}).release("rel_1", R"({"id":"rel_1","project":"shop","state":"building","position":1})");
  s.given({at("release-rel_1", release_build_failed{"rel_1", "test@worker", "no"})})
      .release("rel_1", R"({"state":"failed","reason":"no"})");
  s.given({asked}).release("rel_1", R"({"state":"building"})");
  s.given({at("release-rel_1", release_superseded{"rel_1", b})})
      .release("rel_1", R"({"state":"superseded","reason":"its ref has moved on to bbbbbbbb"})");
  s.given({asked, at("release-rel_1", release_built{.release = "rel_1",
                                                    .project = "shop",
                                                    .commit = a,
                                                    .artifact = "dd",
                                                    .message = "m",
                                                    .author = "x",
                                                    .authored_at = "t"})});
  s.release(
      "rel_1",
      R"({"state":"built","artifact_digest":"dd","message":"m","author":"x","authored_at":"t","built_at":"2027-01-15T08:00:06.000Z"})");
}

BOOST_AUTO_TEST_CASE(what_a_build_found_out_is_told_of_those_who_wait_for_it) {
  view_story s;
  const auto bare = [](const std::string& id) {
    return at(deployment_stream(id), deployment_requested{.deployment = id,
                                                          .project = "shop",
                                                          .environment = "production",
                                                          .commit = a,
                                                          .trigger = "manual"});
  };
  s.given(
      {applied(), bare("dep_1"), at(production, deployment_enqueued{"dep_1", "rel_1", a, "manual"}),
       at("release-rel_1",
          release_built{
              .release = "rel_1", .project = "shop", .commit = a, .message = "Say hello", .author = "Ada"})});
  s.deployment("dep_1", R"({"message":"Say hello","author":"Ada"})");
  s.given({bare("dep_2"), at(production, deployment_enqueued{"dep_2", "rel_1", a, "push"})})
      .deployment("dep_2", R"({"message":"Say hello","author":"Ada"})");
}

BOOST_AUTO_TEST_CASE(nodes_come_go_fall_ill_and_are_not_ill_where_they_left) {
  view_story s;
  s.given({applied(), node_in("node-1"), node_in("node-2")}).environment(R"({"nodes":["node-1","node-2"]})");
  s.node("node-1",
         R"({"name":"node-1","kind":"local","address":"127.0.0.2","groups":["web"],"health":"unknown"})");
  s.given({at("node-node-1", node_health_changed{"node-1", "shop", "production", "up", ""})})
      .node("node-1", R"({"health":"up"})");
  s.given({at("node-node-1", node_health_changed{"node-1", "shop", "staging", "down", "refused"})})
      .node("node-1", R"({"health":"down","health_detail":"refused"})");
  s.given({at("node-node-1", node_health_changed{"node-1", "shop", "production", "up", "again"})})
      .node("node-1", R"({"health":"down"})");
  s.given({at("node-node-1", node_health_changed{"node-1", "shop", "staging", "up", ""})})
      .node("node-1", R"({"health":"up"})");
  s.given({at("node-node-2", node_removed{"node-2"})}).environment(R"({"nodes":["node-1"]})");
  BOOST_TEST(!s.fold.nodes().contains("node-2"));
  s.given({at("node-gone", node_health_changed{"gone", "shop", "production", "up", ""})});
  BOOST_TEST(!s.fold.nodes().contains("gone"));
  s.given({at("node-node-1", node_health_changed{"node-1", "shop", "production", "down", "refused"}),
           at("node-node-1", node_registered{.name = "node-1", .groups = {"elsewhere"}})})
      .node("node-1", R"({"health":"unknown"})");
}

BOOST_AUTO_TEST_CASE(what_has_changed_is_told_once) {
  view_story s;
  s.given({applied(), node_in("node-1"), requested("dep_1", a)});
  std::map<row_key, changed_row> changed;
  for (auto& row : s.fold.take_changed()) changed.emplace(row.id, row);
  BOOST_TEST(changed.size() == 4u);
  const auto& deployment = changed.at({"deployment", "dep_1"});
  BOOST_TEST(deployment.position == 3);
  BOOST_TEST(deployment.sort == 3);
  BOOST_TEST(deployment.project == "shop");
  BOOST_TEST(deployment.environment == "production");
  BOOST_TEST(deployment.status == "queued");
  BOOST_TEST((json::parse(deployment.body) == json::value(to_row_json(s.fold.deployments().at("dep_1")))));
  BOOST_TEST(s.fold.take_changed().empty());
  s.given({at("node-node-1", node_removed{"node-1"})});
  for (const auto& row : s.fold.take_changed())
    if (row.id.kind == "node") BOOST_TEST(row.body == "");  // to be removed
}

BOOST_AUTO_TEST_CASE(a_bench_and_a_stranger_make_no_rows) {
  view_story s;
  s.given({at("noop-run_1", run_queued{"run_1", "noop"}), at("noop-run_1", run_claimed{"run_1", "w"}),
           at("noop-run_1", deployment_succeeded{"run"}), at("release-rel_1", run_claimed{"run_2", "w"}),
           at("elsewhere", deployment_succeeded{"run"})});
  BOOST_TEST(s.fold.deployments().empty());
  BOOST_TEST(s.fold.take_changed().empty());
}

BOOST_AUTO_TEST_SUITE_END()
