#include "core/plan/make.hpp"

#include <algorithm>

namespace eeveon {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

step on_worker(std::string action, json::object args, milliseconds limit, int attempts = 1) {
  return {.id = action + "@worker",
          .action = action,
          .target = "worker",
          .args = std::move(args),
          .cls = step_class::reconcilable,
          .attempts = attempts,
          .backoff = seconds(1),
          .limit = limit};
}

// One step per node, side by side.
stage on_nodes(std::string name, const deploy_facts& facts, std::string action, json::object args,
               milliseconds limit, step_class cls = step_class::reconcilable, int attempts = 1) {
  stage out{std::move(name), {}};
  for (const auto& node : facts.nodes)
    out.steps.push_back({.id = out.name + "@" + node.name,
                         .action = action,
                         .target = node.name,
                         .args = args,
                         .cls = cls,
                         .attempts = attempts,
                         .backoff = seconds(1),
                         .limit = limit});
  return out;
}

void add_hooks(plan& to, std::string_view name, const argv_list& hooks, std::string_view release,
               const deploy_facts& facts) {
  for (std::size_t i = 0; i < hooks.size(); ++i) {
    json::array argv;
    for (const auto& word : hooks[i]) argv.emplace_back(word);
    to.stages.push_back(on_nodes(std::string(name) + (hooks.size() > 1 ? "-" + std::to_string(i + 1) : ""),
                                 facts, "hook", {{"argv", std::move(argv)}, {"release", release}},
                                 minutes(10), step_class::at_most_once));
  }
}

json::object check_args(const health_check& health, const recipe& recipe) {
  json::object out{{"timeout_ms", health.timeout.count()}};
  if (!health.http.empty()) {
    auto url = health.http;
    if (recipe.health_path) {
      const auto path = url.find_first_of("/?#", url.find("://") + 3);
      url = url.substr(0, path) + *recipe.health_path;
    }
    out["http"] = url;
  } else if (!health.tcp.empty()) {
    out["tcp"] = health.tcp;
  } else {
    json::array argv;
    for (const auto& word : health.command) argv.emplace_back(word);
    out["argv"] = std::move(argv);
    out["on"] = health.command_on;
  }
  return out;
}

void add_check(plan& to, std::string name, const deploy_facts& facts, const recipe& recipe,
               const std::string& release, bool optional) {
  const auto& health = facts.spec.health;
  if (health.none()) return;
  auto args = check_args(health, recipe);
  if (args.contains("argv") && health.command_on == "node")
    args["release"] = release;  // the folder it runs in
  auto checks = on_nodes(std::move(name), facts, "check", std::move(args), health.timeout + seconds(5),
                         step_class::reconcilable, optional ? 1 : health.attempts);
  for (auto& s : checks.steps) s.backoff = health.backoff, s.optional = optional;
  to.stages.push_back(std::move(checks));
}

}  // namespace

plan make_build_plan(const release_requested& request) {
  const auto recipe = parse_recipe(request.recipe).value_or(eeveon::recipe{});
  plan out{"build", {}, {}};
  const auto add = [&](step s) {
    auto name = s.action;
    out.stages.push_back({std::move(name), {std::move(s)}});
  };
  json::object source{{"repository", request.repository}, {"commit", request.commit}};
  if (!request.ref.empty()) source["ref"] = request.ref;
  if (!request.ref.empty()) add(on_worker("resolve", source, seconds(60), 3));
  add(on_worker("fetch", source, minutes(10), 3));
  if (!recipe.submodules.empty()) {
    json::object args{{"repository", request.repository}, {"commit", request.commit}};
    args["from"] = json::value_from(recipe.submodules);
    add(on_worker("submodules", std::move(args), minutes(30), 3));
  }
  // What to run stands in the recipe and in the commit's own .eeveon.yaml, known once it is fetched.
  add(on_worker("build", {}, recipe.time_limit));
  // Beside the build, so that nothing waits for it; no release fails for want of it.
  json::object past{{"repository", request.repository}, {"commit", request.commit}};
  if (!request.bases.empty()) past["bases"] = json::value_from(request.bases);
  auto history = on_worker("history", std::move(past), minutes(2));
  history.optional = true;
  out.stages.back().steps.push_back(std::move(history));
  add(on_worker("test", {}, recipe.time_limit));
  add(on_worker("pack", {}, minutes(5)));
  return out;
}

step make_check(const health_check& health, const recipe& recipe, std::string_view node) {
  return {.id = "check@" + std::string(node),
          .action = "check",
          .target = std::string(node),
          .args = check_args(health, recipe),
          .limit = health.timeout + seconds(5)};
}

deploy_plans make_deploy_plans(const deploy_facts& facts) {
  const auto recipe = parse_recipe(facts.release.recipe).value_or(eeveon::recipe{});
  const std::string& release = facts.release.release;
  json::array shared, keep;
  for (const auto& path : recipe.shared) shared.emplace_back(path);
  for (const auto& id : facts.keep_releases) keep.emplace_back(id);
  const json::object artifact{{"release", release}, {"artifact", facts.release.artifact}};

  deploy_plans out{{"deploy", facts.nodes, {}}, {"undo", facts.nodes, {}}};
  auto& deploy = out.deploy;
  if (!facts.must_be_head_of.empty()) {
    json::object args{
        {"repository", facts.repository}, {"commit", facts.release.commit}, {"ref", facts.must_be_head_of}};
    if (facts.in_order_after) args["after"] = *facts.in_order_after;
    const milliseconds limit = facts.in_order_after ? minutes(10) : minutes(1);  // it may have to fetch
    deploy.stages.push_back({"resolve", {on_worker("resolve", std::move(args), limit, 3)}});
  }
  deploy.stages.push_back(on_nodes("prepare", facts, "prepare",
                                   {{"release", release}, {"bytes", facts.release.bytes}}, seconds(60),
                                   step_class::reconcilable, 3));
  auto transfer_args = artifact;
  transfer_args["previous"] = facts.previous;
  deploy.stages.push_back(
      on_nodes("transfer", facts, "transfer", transfer_args, minutes(30), step_class::reconcilable, 3));
  auto verify_args = artifact;
  verify_args["shared"] = shared;
  deploy.stages.push_back(
      on_nodes("verify", facts, "verify", verify_args, minutes(10), step_class::reconcilable, 2));
  add_hooks(deploy, "before", recipe.hooks_before, release, facts);
  add_check(deploy, "check-before", facts, recipe, release, true);
  deploy.stages.push_back(
      on_nodes("switch", facts, "switch", {{"release", release}}, seconds(30), step_class::idempotent, 3));
  add_hooks(deploy, "after", recipe.hooks_after, release, facts);
  add_check(deploy, "check-after", facts, recipe, release, false);
  auto retain = on_nodes("retain", facts, "retain", {{"keep", facts.keep}, {"protect", keep}}, minutes(2));
  for (auto& s : retain.steps) s.optional = true;
  deploy.stages.push_back(std::move(retain));

  // The way back goes by the release before: its files hold its own hooks, and a node it was never on has
  // none of them.
  auto& undo = out.undo;
  const auto before = parse_recipe(facts.previous_recipe).value_or(eeveon::recipe{});
  auto back = facts;
  std::erase_if(back.nodes, [&](const auto& node) {
    return facts.previous.empty() || std::find(facts.previous_nodes.begin(), facts.previous_nodes.end(),
                                               node.name) == facts.previous_nodes.end();
  });
  if (!back.nodes.empty()) add_hooks(undo, "undo-before", before.hooks_before, facts.previous, back);
  auto switch_back =
      on_nodes("undo-switch", facts, "switch", {{"release", ""}}, seconds(30), step_class::idempotent, 3);
  for (auto& s : switch_back.steps)
    for (const auto& node : back.nodes)
      if (node.name == s.target) s.args["release"] = facts.previous;
  undo.stages.push_back(std::move(switch_back));
  if (!back.nodes.empty()) {
    add_hooks(undo, "undo-after", before.hooks_after, facts.previous, back);
    add_check(undo, "undo-check", back, before, facts.previous, false);
  }
  return out;
}

}  // namespace eeveon
