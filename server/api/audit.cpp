// Who did what, when, why and from where: the whole log, newest first, filtered in the database.
#include <algorithm>
#include <chrono>
#include <iterator>

#include "core/audit/sentences.hpp"
#include "core/events/types.hpp"
#include "core/project/fields.hpp"
#include "core/repository/events.hpp"
#include "server/api/audit_rows.hpp"
#include "server/api/current_rows.hpp"
#include "server/api/export.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

// Longer than this nobody looks for rows that are rare: what was found is answered, and where to go on.
constexpr auto looking_time = std::chrono::milliseconds(1500);
constexpr std::int64_t slack_us = 1'000'000;  // clocks of batches that overlap

// "a,b": each must be a type of event.
result<std::vector<std::string>> types_in(const http_request& request) {
  std::vector<std::string> out;
  const auto asked = request.parameter("type").value_or("");
  for (std::string_view rest = asked; !rest.empty();) {
    const auto one = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    constexpr auto& known = every_event::types;
    if (std::ranges::find(known, one) == known.end()) {
      const auto meant = nearest(one, known);
      return fail(errc::invalid,
                  "there is no such type of event" +
                      (meant ? "; did you mean '" + std::string(*meant) + "'?" : std::string{}),
                  "type");
    }
    out.emplace_back(one);
  }
  return out;
}

result<event_search> search_in(const parts& with, const http_request& request) {
  auto types = types_in(request);
  const auto from = moment_in(request, "from"), to = moment_in(request, "to");
  if (!types) return std::unexpected(types.error());
  if (!from) return std::unexpected(from.error());
  if (!to) return std::unexpected(to.error());
  const auto after = older_than(request);
  if (!after) return std::unexpected(after.error());
  if (const auto detail = request.parameter("detail"); detail && detail != "all")
    return fail(errc::invalid, "must be all, or left out", "detail");
  event_search out{.before = *after,
                   .types = std::move(*types),
                   .actor = request.parameter("actor").value_or(""),
                   .from = *from,
                   .to = *to,
                   .project = request.parameter("project").value_or(""),
                   .environment = request.parameter("environment").value_or(""),
                   .deployment = request.parameter("deployment").value_or(""),
                   .text = request.parameter("q").value_or("")};
  if (out.text.size() > 200) return fail(errc::invalid, "must be at most 200 bytes", "q");
  if (out.types.empty() && !request.parameter("detail")) out.except = machine_noise();
  // What its repository told belongs to a project, though the stream does not say so.
  const auto* project = with.picture.now().known().project(out.project);
  if (project && out.environment.empty() && !project->repository_id.empty())
    out.streams.push_back(repository_stream({.provider = project->provider, .id = project->repository_id}));
  return out;
}

// The positions between two moments, and of a deployment those since it was asked for.
asio::awaitable<result<>> narrow(parts& with, event_search& search) {
  if (search.from) {
    auto at = co_await with.records.last_before({search.from->us - slack_us});
    if (!at) co_return std::unexpected(at.error());
    search.after = *at;
  }
  if (search.to) {
    auto at = co_await with.records.last_before({search.to->us + slack_us});
    if (!at) co_return std::unexpected(at.error());
    if (search.before == 0 || *at + 1 < search.before) search.before = *at + 1;
  }
  if (!search.deployment.empty()) {
    auto rows = co_await load_current(with, "deployment", {search.deployment});
    if (!rows) co_return std::unexpected(rows.error());
    if (!rows->empty()) search.after = std::max(search.after, rows->front().sort - 1);
  }
  co_return result<>{};
}

struct found_events {
  std::vector<recorded_event> events;
  std::int64_t next = 0;  // 0: there is nothing below
};

asio::awaitable<result<found_events>> find(parts& with, event_search search, int limit) {
  const auto until = std::chrono::steady_clock::now() + looking_time;
  found_events out;
  do {
    search.limit = std::min(limit - static_cast<int>(out.events.size()), 2000);
    auto page = co_await with.records.find_events(search);
    if (!page) co_return std::unexpected(page.error());
    std::ranges::move(page->events, std::back_inserter(out.events));
    search.before = page->looked_to;
    out.next = page->looked_to - 1 > search.after ? page->looked_to : 0;
  } while (out.next != 0 && std::ssize(out.events) < limit && std::chrono::steady_clock::now() < until);
  co_return out;
}

}  // namespace

asio::awaitable<http_reply> list_audit(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  const auto& request = context.request;
  const auto form = form_of(request);
  const bool whole = form != list_form::json;
  const auto limit = limit_of(request, whole ? most_exported : 100, whole ? most_exported : 500);
  if (!limit) co_return http::problem(limit.error());
  auto search = search_in(with, request);
  if (!search) co_return http::problem(search.error());
  if (auto narrowed = co_await narrow(with, *search); !narrowed) co_return http::problem(narrowed.error());
  auto found = co_await find(with, std::move(*search), *limit);
  if (!found) co_return http::problem(found.error());
  auto rows = co_await audit_rows(with, std::move(found->events));
  if (!rows) co_return http::problem(rows.error());
  const auto next = found->next == 0 ? std::string{} : std::to_string(found->next);
  auto body = co_await with.desk.run([&rows = *rows, form] {
    std::string text;
    if (form == list_form::csv) return to_csv(rows);
    for (const auto& row : rows) {
      if (form == list_form::json && !text.empty()) text += ',';
      text += json::serialize(to_json(row));
      if (form == list_form::ndjson) text += '\n';
    }
    return text;
  });
  if (whole) co_return file_reply(form, "audit", with.clock.now(), std::move(body), next);
  auto reply = http::json_reply(
      200, "{\"rows\":[" + body + "],\"next\":" + (next.empty() ? "null" : "\"" + next + "\"") + "}");
  co_return co_await projected(with, context, std::move(reply));
}

}  // namespace eeveon::api
