// What a deployment brings: read from what builds have noted.
#include "server/api/changes.hpp"

#include "core/projections/changes.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

// What the build of a release has noted of its commit's past; nothing when there was no such build.
asio::awaitable<result<std::optional<history>>> history_of(parts& with, std::string release) {
  if (release.empty()) co_return std::optional<history>{};
  auto events = co_await with.events.read_stream(release_stream(release));
  if (!events) co_return std::unexpected(events.error());
  const auto noted = parse_digest(history_noted(*events));
  if (!noted) co_return std::optional<history>{};
  auto body = co_await with.events.document_body(*noted);
  if (!body) co_return std::unexpected(body.error());
  co_return *body ? parse_history(**body) : std::nullopt;
}

}  // namespace

asio::awaitable<result<json::object>> changes_between(parts& with, changed_releases between) {
  auto of_head = co_await history_of(with, between.release);
  if (!of_head) co_return std::unexpected(of_head.error());
  auto of_base =
      co_await history_of(with, between.release == between.base_release ? "" : between.base_release);
  if (!of_base) co_return std::unexpected(of_base.error());
  co_return changes_view({.base = std::move(between.base_commit),
                          .head = std::move(between.commit),
                          .of_head = *of_head ? &**of_head : nullptr,
                          .of_base = *of_base ? &**of_base : nullptr,
                          .repository = std::move(between.repository)});
}

asio::awaitable<http_reply> get_changes(parts& with, request_context context) {
  const std::string id(context.parameter("id"));
  auto events = co_await with.events.read_stream(deployment_stream(id));
  if (!events) co_return http::problem(events.error());
  if (events->empty()) co_return http::problem(404, "there is no such deployment", "not_found");
  deployment_brief brief;
  for (const auto& event : *events) brief.apply(event);
  const auto& request = brief.request;
  auto place = co_await with.events.read_stream(environment_stream(request.project, request.environment));
  if (!place) co_return http::problem(place.error());
  const auto before = live_before_deployment(*place, id, events->front().position);
  const auto* project = with.picture.now().known().project(request.project);
  auto changes = co_await changes_between(with, {.base_release = before.release,
                                                 .base_commit = before.commit,
                                                 .release = release_of(with, request),
                                                 .commit = request.commit,
                                                 .repository = project ? project->url : std::string{}});
  if (!changes) co_return http::problem(changes.error());
  co_return http::json_reply(200, json::serialize(*changes));
}

}  // namespace eeveon::api
