// What a deployment brings: read from what builds have noted.
#include "server/api/changes.hpp"

#include "core/projections/changes.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {

asio::awaitable<result<std::string>> history_document(parts& with, std::string release) {
  if (release.empty()) co_return std::string{};
  auto events = co_await with.events.read_stream(release_stream(release));
  if (!events) co_return std::unexpected(events.error());
  const auto noted = parse_digest(history_noted(*events));
  if (!noted) co_return std::string{};
  auto body = co_await with.events.document_body(*noted);
  if (!body) co_return std::unexpected(body.error());
  co_return std::move(*body).value_or(std::string{});
}

asio::awaitable<result<json::object>> changes_between(parts& with, changed_releases between) {
  auto of_head = co_await history_document(with, between.release);
  if (!of_head) co_return std::unexpected(of_head.error());
  auto of_base =
      co_await history_document(with, between.release == between.base_release ? "" : between.base_release);
  if (!of_base) co_return std::unexpected(of_base.error());
  co_return co_await with.desk.run(
      [between = std::move(between), head = std::move(*of_head), base = std::move(*of_base)]() mutable {
        const auto of_head = parse_history(head), of_base = parse_history(base);
        return changes_view({.base = std::move(between.base_commit),
                             .head = std::move(between.commit),
                             .of_head = of_head ? &*of_head : nullptr,
                             .of_base = of_base ? &*of_base : nullptr,
                             .repository = std::move(between.repository)});
      });
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
  const auto before =
      co_await with.desk.run([place = std::move(*place), id, requested = events->front().position] {
        return live_before_deployment(place, id, requested);
      });
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
