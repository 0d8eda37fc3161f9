// Asks for deployments and rollbacks: what would happen is computed first and answered, then the ask is
// recorded.
#include "core/environment/state.hpp"
#include "core/plan/make.hpp"
#include "core/project/fields.hpp"
#include "core/projections/deployment_view.hpp"
#include "server/api/changes.hpp"
#include "server/api/handlers.hpp"
#include "server/services/remote_refs.hpp"

namespace eeveon::api {
namespace {

// Copies: what the feed knows may be replaced while a handler waits.
struct target {
  project_entry project;
  environment_spec spec;
  environment_state state;
};

asio::awaitable<result<target>> find_target(parts& with, const request_context& context) {
  co_await catch_up(with);
  const auto* project = with.picture.now().known().project(context.parameter("project"));
  if (!project)
    co_return fail(errc::not_found, "there is no project of this name; `eeveon apply -f` makes one",
                   "project");
  const auto* spec = project->spec.find(context.parameter("environment"));
  if (!spec) co_return fail(errc::not_found, "the project has no environment of this name", "environment");
  target out{*project, *spec, {}};
  auto events = co_await with.events.read_stream(environment_stream(out.project.spec.name, out.spec.name));
  if (!events) co_return std::unexpected(events.error());
  // An old environment has a long past.
  out.state = co_await with.desk.run([events = std::move(*events)] {
    environment_state state;
    for (const auto& event : events) state.apply(event);
    return state;
  });
  co_return out;
}

asio::awaitable<result<release_brief>> find_release(parts& with, const std::string& id) {
  auto events = co_await with.events.read_stream(release_stream(id));
  if (!events) co_return std::unexpected(events.error());
  release_brief out;
  for (const auto& event : *events) out.apply(event);
  co_return out;
}

// The plan as the answer shows it: the build while it is still to come, the deploy plan once it can be known.
asio::awaitable<result<json::object>> shown_plan(parts& with, const target& at, const release_brief& release,
                                                 const deployment_requested& request) {
  json::object out{{"build", json::array{}},
                   {"deploy", json::array{}},
                   {"undo", json::array{}},
                   {"digest", nullptr},
                   {"undo_digest", nullptr}};
  release_brief live;
  if (const auto* current = at.state.current()) {
    auto found = co_await find_release(with, current->release);
    if (!found) co_return std::unexpected(found.error());
    live = std::move(*found);
  }
  auto facts = facts_of(at.project, at.spec, with.picture.now().known().nodes_of(at.spec), at.state,
                        release.built, live.built.recipe);
  if (release.state != "built") {
    out["build"] = stages_view(
        make_build_plan({.repository = at.project.url, .recipe = to_json(at.project.spec.build)}));
    facts.release = {.release = request.release,
                     .project = facts.project,
                     .commit = request.commit,
                     .recipe = to_json(at.project.spec.build)};
  }
  const auto made = make_deploy_plans(facts);
  out["deploy"] = stages_view(made.deploy);
  out["undo"] = stages_view(made.undo);
  if (release.state == "built") {
    out["digest"] = to_hex(digest_of(made.deploy));
    out["undo_digest"] = to_hex(digest_of(made.undo));
  }
  co_return out;
}

// Checks with the gate's own rules, then records or only shows.
asio::awaitable<http_reply> ask(parts& with, const request_context& context, const target& at,
                                deployment_requested request, bool dry_run) {
  auto release = co_await find_release(with, request.release);
  if (!release) co_return http::problem(release.error());
  if (release->state == "built")
    request.message = release->built.message, request.author = release->built.author;
  if (with.picture.now().known().nodes_of(at.spec).empty())
    co_return http::problem(
        fail(errc::refused, "the environment has no nodes: register them with `eeveon nodes add`", "nodes")
            .error());
  const auto checked = preview_request(at.state, at.spec, request.commit, false);
  if (!checked.allowed && request.trigger != "rollback")
    co_return http::problem(fail(errc::refused, checked.reason, "environment").error());
  auto plan = co_await shown_plan(with, at, *release, request);
  if (!plan) co_return http::problem(plan.error());
  json::object answer{{"plan", std::move(*plan)}, {"release", request.release}, {"commit", request.commit}};
  if (!checked.reason.empty()) answer["waits"] = checked.reason;
  if (dry_run) {
    const auto* live = at.state.current();
    auto changes = co_await changes_between(with, {.base_release = live ? live->release : std::string{},
                                                   .base_commit = live ? live->commit : std::string{},
                                                   .release = request.release,
                                                   .commit = request.commit,
                                                   .repository = at.project.url});
    if (!changes) co_return http::problem(changes.error());
    if (changes->at("direction") != "unknown") answer["changes"] = std::move(*changes);
    answer["dry_run"] = true;
    co_return http::json_reply(200, json::serialize(answer));
  }
  request.deployment = make_id("dep", with.clock.fresh_uuid());
  answer["deployment"] = request.deployment;
  append_command command;
  command.streams.push_back({deployment_stream(request.deployment), 0, {make_event(request)}});
  co_return co_await commit(with, context, std::move(command), std::move(answer));
}

// A dry run that is not understood must not become a wet one.
bool flag(fields& in, std::string_view key) {
  const auto* value = in.find(key);
  if (value && !value->is_bool()) in.reject(key, "must be true or false");
  return value && value->is_bool() && value->get_bool();
}

bool is_commit(std::string_view text) {
  return text.size() == 40 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace

asio::awaitable<http_reply> request_deployment(parts& with, request_context context) {
  auto at = co_await find_target(with, context);
  if (!at) co_return http::problem(at.error());
  auto body = body_of(context);
  if (!body) co_return http::problem(body.error());
  mistakes wrong;
  fields in(*body, "", wrong, {"commit", "ref", "release", "dry_run", "note"});
  const auto commit_text = in.text("commit"), ref = in.text("ref"), release = in.text("release");
  if (static_cast<int>(!commit_text.empty()) + !ref.empty() + !release.empty() != 1)
    in.reject("commit", "(40 hex digits), or ref, or release must be given: one of them, and only one");
  if (!commit_text.empty() && !is_commit(commit_text))
    in.reject("commit", "must be 40 lower-case hex digits: a short one could mean another commit tomorrow");
  if (!release.empty() && !is_id(release, "rel")) in.reject("release", "must be a release's id, as rel_…");
  const bool dry_run = flag(in, "dry_run");
  const auto note = note_in(in);
  if (wrong) co_return http::problem(*wrong);

  deployment_requested request{.project = at->project.spec.name,
                               .environment = at->spec.name,
                               .commit = commit_text,
                               .trigger = "manual",
                               .note = note};
  if (!ref.empty()) {
    request.ref = whole_ref(ref);
    auto head = co_await resolve_ref(door_of(with), at->project.url, request.ref);
    if (!head) co_return repository_problem(head.error());
    request.commit = *head;
  }
  if (!release.empty()) {
    auto found = co_await find_release(with, release);
    if (!found) co_return http::problem(found.error());
    if (found->state != "built" || found->request.project != at->project.spec.name)
      co_return http::problem(
          fail(errc::not_found, "the project has no built release of this id", "release").error());
    request.release = release;
    request.commit = found->request.commit;
  } else {
    request.release = release_id(at->project.spec.name, request.commit, to_json(at->project.spec.build));
  }
  co_return co_await ask(with, context, *at, std::move(request), dry_run);
}

asio::awaitable<http_reply> request_rollback(parts& with, request_context context) {
  auto at = co_await find_target(with, context);
  if (!at) co_return http::problem(at.error());
  auto body = body_of(context);
  if (!body) co_return http::problem(body.error());
  mistakes wrong;
  fields in(*body, "", wrong, {"to", "dry_run", "note"});
  const auto to = in.text("to");
  const bool dry_run = flag(in, "dry_run");
  const auto note = note_in(in);
  if (wrong) co_return http::problem(*wrong);

  const auto* current = at->state.current();
  if (!current)
    co_return http::problem(
        fail(errc::refused, "nothing has gone live here yet, so there is nothing to take back", "environment")
            .error());
  const auto* goal = to.empty() ? at->state.previous() : at->state.find_live(to);
  if (!goal)
    co_return http::problem(
        fail(errc::refused,
             to.empty()
                 ? "nothing was live here before what is live now: there is no earlier release to go back to"
                 : "that release was never live here",
             to.empty() ? "environment" : "to")
            .error());
  if (goal->release == current->release)
    co_return http::problem(fail(errc::refused, "that release is live already", "to").error());
  deployment_requested request{.project = at->project.spec.name,
                               .environment = at->spec.name,
                               .commit = goal->commit,
                               .release = goal->release,
                               .trigger = "rollback",
                               .rollback_of = current->deployment,
                               .note = note};
  co_return co_await ask(with, context, *at, std::move(request), dry_run);
}

asio::awaitable<http_reply> release_quarantine(parts& with, request_context context) {
  auto at = co_await find_target(with, context);
  if (!at) co_return http::problem(at.error());
  auto note = note_of(context);
  if (!note) co_return http::problem(note.error());
  const std::string commit_id(context.parameter("commit"));
  if (!at->state.quarantine.contains(commit_id))
    co_return http::problem(404, "this commit is not quarantined here", "not_found", "commit");
  append_command command;
  command.streams.push_back({environment_stream(at->project.spec.name, at->spec.name),
                             at->state.version,
                             {make_event(quarantine_released{commit_id, "released by a person", *note})}});
  json::object answer{{"commit", commit_id}};
  co_return co_await commit(with, context, std::move(command), std::move(answer));
}

}  // namespace eeveon::api
