// Projects: applied, or only looked at, and read back.
#include <algorithm>

#include "catalog/actions/git.hpp"
#include "core/project/changes.hpp"
#include "core/project/fields.hpp"
#include "core/repository/submodule.hpp"
#include "server/api/handlers.hpp"
#include "server/services/remote_refs.hpp"

namespace eeveon::api {
namespace {

// The first mistake as the problem, all of them in `errors`.
http_reply spec_problem(const std::vector<failure>& wrong) {
  auto problem = http::problem(wrong.front());
  auto document = json::parse(problem.body).as_object();
  auto& errors = document["errors"].emplace_array();
  for (const auto& one : wrong) errors.push_back(json::object{{"field", one.where}, {"detail", one.detail}});
  problem.body = json::serialize(document);
  return problem;
}

void warn(json::array& warnings, std::string field, std::string detail) {
  warnings.push_back(json::object{{"field", std::move(field)}, {"detail", std::move(detail)}});
}

// Names and groups that no registered node answers to: nothing could be deployed there yet.
void warn_of_nodes(const directory& known, const environment_spec& environment, json::array& warnings) {
  const auto field = "environments." + environment.name + ".nodes";
  for (const auto& name : environment.names)
    if (!known.nodes().contains(name))
      warn(warnings, field, "there is no node " + name + " yet: eeveon nodes add " + name + " registers it");
  if (!environment.group.empty() && known.nodes_of(environment).empty())
    warn(warnings, field,
         "no node is in the group " + environment.group + " yet: eeveon nodes add … --group " +
             environment.group + " puts one there");
}

// Asks the repository; it may be away for a moment, so it never stands in the way of a spec.
asio::awaitable<void> warn_of_repository(parts& with, const project_spec& spec, std::string url,
                                         json::array& warnings) {
  const auto refs = co_await remote_refs(door_of(with), std::move(url));
  if (!refs) {
    warn(warnings, "repository", refs.error().detail);
    co_return;
  }
  for (const auto& environment : spec.environments)
    for (const auto& rule : environment.push)
      if (!refs->contains(whole_ref(rule)))
        warn(warnings, "environments." + environment.name + ".deploy_on.push",
             "the repository has no " + whole_ref(rule) + " yet");
}

json::array shown(const std::vector<field_change>& changes) {
  json::array out;
  for (const auto& one : changes)
    out.push_back(json::object{{"field", one.field}, {"before", one.before}, {"after", one.after}});
  return out;
}

}  // namespace

asio::awaitable<http_reply> apply_project(parts& with, request_context context) {
  auto body = body_of(context);
  if (!body) co_return http::problem(body.error());
  auto spec = parse_spec(*body);
  if (!spec) co_return spec_problem(spec_mistakes(*body));
  if (spec->name != context.parameter("project"))
    co_return http::problem(
        fail(errc::invalid,
             "project must be '" + std::string(context.parameter("project")) + "', as in the address",
             "project")
            .error());
  if (auto url = allowed_repository(spec->repository, with.file_roots); !url)
    co_return http::problem(fail(errc::invalid, url.error().detail, "repository").error());
  for (const auto& text : spec->build.submodules)
    if (const auto source = submodule_source::parse(text); source)
      if (auto url = allowed_repository(source->place().text(), with.file_roots); !url)
        co_return http::problem(fail(errc::invalid, url.error().detail, "submodules").error());
  co_await catch_up(with);
  const auto& known = with.picture.now().known();
  const auto* before = known.project(spec->name);
  const auto changes = changes_between(before ? before->applied : json::object{}, body->as_object());
  json::array warnings;
  for (const auto& environment : spec->environments) warn_of_nodes(known, environment, warnings);
  json::object answer{{"project", spec->name},
                      {"result", !before           ? "created"
                                 : changes.empty() ? "unchanged"
                                                   : "changed"},
                      {"changes", shown(changes)}};
  // Applying the same again is no news.
  if (before && changes.empty()) answer["unchanged"] = true;
  const bool dry_run = is_set(context.request, "dry_run");
  if (dry_run || (before && changes.empty())) {
    answer["position"] = with.picture.position();
    const bool moved = before && before->spec.repository == spec->repository;
    if (dry_run) {
      answer["dry_run"] = true;
      co_await warn_of_repository(with, *spec, moved ? before->url : spec->repository, warnings);
    }
    answer["warnings"] = std::move(warnings);
    co_return http::json_reply(200, json::serialize(answer));
  }
  answer["warnings"] = std::move(warnings);
  append_command command;
  command.streams.push_back({project_stream(spec->name),
                             std::nullopt,
                             {make_event(project_applied{spec->name, body->as_object()})}});
  co_return co_await commit(with, context, std::move(command), std::move(answer), 200);
}

asio::awaitable<http_reply> get_project(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  const auto* project = with.picture.now().known().project(context.parameter("project"));
  if (!project) co_return http::problem(404, "there is no project of this name", "not_found");
  json::object answer{{"spec", project->applied},
                      {"repository", project->url},
                      {"repository_bound", !project->repository_id.empty()},
                      {"position", with.picture.position()}};
  co_return co_await projected(with, context, http::json_reply(200, json::serialize(answer)));
}

asio::awaitable<http_reply> list_refs(parts& with, request_context context) {
  co_await catch_up(with);
  const auto* project = with.picture.now().known().project(context.parameter("project"));
  if (!project) co_return http::problem(404, "there is no project of this name", "not_found");
  auto refs = co_await remote_refs(door_of(with), project->url);
  if (!refs) co_return repository_problem(refs.error());
  json::array list;
  for (const auto& [name, commit] : *refs) list.push_back(json::object{{"ref", name}, {"commit", commit}});
  co_return http::json_reply(200, json::serialize(json::object{{"refs", std::move(list)}}));
}

asio::awaitable<http_reply> try_repository(parts& with, request_context context) {
  auto body = body_of(context);
  if (!body) co_return http::problem(body.error());
  mistakes wrong;
  fields in(*body, "", wrong, {"repository"});
  auto url = in.required_text("repository");
  if (wrong) co_return http::problem(*wrong);
  if (auto allowed = allowed_repository(url, with.file_roots); !allowed)
    co_return http::problem(fail(errc::invalid, allowed.error().detail, "repository").error());
  // That it cannot be read is the answer, not a failure of the question.
  auto refs = co_await remote_refs(door_of(with), url);
  json::object answer{{"repository", url}, {"reachable", refs.has_value()}};
  json::array branches;
  std::size_t tags = 0;
  if (refs)
    for (const auto& [name, commit] : *refs) {
      constexpr std::string_view heads = "refs/heads/";
      if (!name.starts_with(heads))
        ++tags;
      else if (branches.size() < 100)
        branches.emplace_back(name.substr(heads.size()));
    }
  answer["remark"] = !refs           ? refs.error().detail
                     : refs->empty() ? "the repository can be read and has no branch yet"
                                     : "the repository can be read";
  answer["branches"] = std::move(branches);
  answer["tags"] = tags;
  co_return http::json_reply(200, json::serialize(answer));
}

}  // namespace eeveon::api
