// Everything that only reads: lists, the board, one deployment and its logs.
#include <algorithm>
#include <array>

#include "core/environment/state.hpp"
#include "core/plan/make.hpp"
#include "core/project/fields.hpp"
#include "core/projections/deployment_view.hpp"
#include "core/release/events.hpp"
#include "server/api/current_rows.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

constexpr std::array<std::string_view, 3> release_states{"building", "built", "failed"};

template <class Map, class Shape>
http_reply list_of(const char* name, const Map& rows, Shape shape) {
  json::array out;
  for (const auto& [key, row] : rows) out.push_back(shape(row));
  return http::json_reply(200, json::serialize(json::object{{name, std::move(out)}}));
}

asio::awaitable<result<std::optional<plan>>> plan_of(parts& with, const std::string& id) {
  const auto parsed = parse_digest(id);
  if (!parsed) co_return std::optional<plan>{};
  auto body = co_await with.events.document_body(*parsed);
  if (!body) co_return std::unexpected(body.error());
  if (!*body) co_return std::optional<plan>{};
  auto made = parse_plan(**body);
  if (!made) co_return std::unexpected(made.error());
  co_return std::optional<plan>(std::move(*made));
}

// The chain of causes back to what somebody outside asked for.
asio::awaitable<result<json::array>> causes_of(parts& with, std::int64_t position) {
  json::array out;
  for (int depth = 0; position > 0 && depth < 20; ++depth) {
    auto found = co_await with.events.read_log(position - 1, 1);
    if (!found) co_return std::unexpected(found.error());
    if (found->empty()) break;
    const auto& event = found->front();
    out.push_back(json::object{{"position", event.position},
                               {"type", event.type},
                               {"at", to_rfc3339(event.recorded_at)},
                               {"actor", event.actor}});
    position = event.causation;
  }
  co_return out;
}

// Who asked for the build of its release, when another deployment did.
asio::awaitable<result<std::string>> builder_of(parts& with, const deployment_sources& from,
                                                const std::string& id) {
  std::int64_t cause = 0;
  for (const auto& event : from.release)
    if (event.type == release_requested::type) cause = event.causation;
  if (cause == 0) co_return std::string();
  auto found = co_await with.events.read_log(cause - 1, 1);
  if (!found) co_return std::unexpected(found.error());
  std::string out;
  if (!found->empty())
    on<deployment_requested>(found->front(), [&](const deployment_requested& e) { out = e.deployment; });
  co_return out == id ? std::string() : out;
}

// What tells why a deployment waited. Who was let start at once needs no look at the environment's past.
asio::awaitable<result<>> add_waits(parts& with, const deployment_brief& brief, deployment_sources& from) {
  auto builder = co_await builder_of(with, from, brief.request.deployment);
  if (!builder) co_return std::unexpected(builder.error());
  from.build_of = std::move(*builder);
  const auto& events = from.deployment;
  const auto planned = std::ranges::find(events, deployment_planned::type, &recorded_event::type);
  if (planned != events.end() && planned->recorded_at.us - events.front().recorded_at.us < 100'000)
    co_return result<>{};
  auto place =
      co_await with.events.read_stream(environment_stream(brief.request.project, brief.request.environment));
  if (!place) co_return std::unexpected(place.error());
  from.environment = std::move(*place);
  co_return result<>{};
}

}  // namespace

std::string release_of(const parts& with, const deployment_requested& request) {
  if (!request.release.empty()) return request.release;
  const auto& rows = with.picture.now().deployments();
  if (const auto row = rows.find(request.deployment); row != rows.end() && !row->second.release.empty())
    return row->second.release;
  const auto* project = with.picture.now().known().project(request.project);
  return project ? release_id(request.project, request.commit, to_json(project->spec.build)) : std::string{};
}

asio::awaitable<http_reply> list_projects(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  auto reply =
      list_of("projects", with.picture.now().projects(), [](const auto& row) { return to_row_json(row); });
  co_return co_await projected(with, context, std::move(reply));
}

asio::awaitable<http_reply> list_environments(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  auto reply = list_of("environments", with.picture.now().environments(), [](const auto& row) {
    auto object = to_row_json(row);
    environment_row::hide_inner(object);
    return object;
  });
  co_return co_await projected(with, context, std::move(reply));
}

asio::awaitable<http_reply> list_releases(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  const auto& request = context.request;
  if (const auto known = check_one_of(request, "status", release_states); !known)
    co_return http::problem(known.error());
  const auto limit = limit_of(request, 50, 500);
  if (!limit) co_return http::problem(limit.error());
  const auto after = older_than(request);
  if (!after) co_return http::problem(after.error());
  view_filter query{.kind = "release",
                    .project = request.parameter("project").value_or(""),
                    .environment = request.parameter("environment").value_or(""),
                    .status = request.parameter("status").value_or(""),
                    .before_sort = *after,
                    .limit = *limit};
  auto rows = co_await list_current(with, std::move(query));
  if (!rows) co_return http::problem(rows.error());
  std::string list;
  for (const auto& row : *rows) (list += list.empty() ? "" : ",") += row.body;
  const auto next =
      std::ssize(*rows) == *limit ? "\"" + std::to_string(rows->back().sort) + "\"" : std::string("null");
  auto reply = http::json_reply(200, "{\"releases\":[" + list + "],\"next\":" + next + "}");
  co_return co_await projected(with, context, std::move(reply));
}

asio::awaitable<http_reply> get_deployment(parts& with, request_context context) {
  deployment_sources from;
  auto events = co_await with.events.read_stream(deployment_stream(context.parameter("id")));
  if (!events) co_return http::problem(events.error());
  if (events->empty()) co_return http::problem(404, "there is no such deployment", "not_found");
  from.deployment = std::move(*events);
  deployment_brief brief;
  for (const auto& event : from.deployment) {
    brief.apply(event);
    on<deployment_planned>(
        event, [&](const deployment_planned& e) { from.plan_digest = e.plan, from.undo_digest = e.undo; });
  }
  for (auto [id, to] : {std::pair{from.plan_digest, &from.deploy}, std::pair{from.undo_digest, &from.undo}}) {
    auto made = co_await plan_of(with, id);
    if (!made) co_return http::problem(made.error());
    *to = std::move(*made);
  }
  const auto release = release_of(with, brief.request);
  if (!release.empty()) {
    auto built = co_await with.events.read_stream(release_stream(release));
    if (!built) co_return http::problem(built.error());
    // A release that stood ready before this deployment was asked for was not built for it.
    const auto first = from.deployment.front().position;
    for (const auto& event : *built) {
      on<release_requested>(event, [&](const release_requested& e) { from.build = make_build_plan(e); });
      on<release_built>(event,
                        [&](const release_built& e) { from.message = e.message, from.author = e.author; });
    }
    const bool ready = std::any_of(built->begin(), built->end(), [&](const auto& e) {
      return e.type == release_built::type && e.position < first;
    });
    if (ready)
      from.build.reset();
    else
      from.release = std::move(*built);
  }
  if (auto known = co_await add_waits(with, brief, from); !known) co_return http::problem(known.error());
  const auto asked = from.deployment.front().position, last = from.deployment.back().position;
  auto view = co_await with.desk.run([from = std::move(from)] { return deployment_view(from); });
  view["release"] = release;
  auto causes = co_await causes_of(with, asked);
  if (!causes) co_return http::problem(causes.error());
  view["causes"] = std::move(*causes);
  if (const auto row = with.picture.now().deployments().find(std::string(context.parameter("id")));
      row != with.picture.now().deployments().end())
    view["rolled_back_by"] =
        row->second.rolled_back_by.empty() ? json::value(nullptr) : json::value(row->second.rolled_back_by);
  auto reply = http::json_reply(200, json::serialize(view));
  reply.headers.emplace_back("Eeveon-Position", std::to_string(last));
  co_return reply;
}

}  // namespace eeveon::api
