// What hooks and keyed commands brought, for people who look into it; and its retention, now.
#include <charconv>

#include "core/base/utf8.hpp"
#include "core/system/events.hpp"
#include "server/api/handlers.hpp"
#include "server/hooks/github.hpp"
#include "server/services/retention.hpp"

namespace eeveon::api {
namespace {

// "microseconds.key" of the last delivery seen.
result<delivery_cursor> cursor_in(const std::optional<std::string>& text) {
  delivery_cursor out;
  if (!text) return out;
  const auto* end = text->data() + text->size();
  const auto read = std::from_chars(text->data(), end, out.received_at.us);
  if (read.ec != std::errc{} || read.ptr == end || *read.ptr != '.')
    return fail(errc::invalid, "must be `next` of the page before", "after");
  out.key.assign(read.ptr + 1, end);
  return out;
}

json::value answer_to(const recorded_delivery& one) {
  return json::parse(one.answer.empty() ? hooks::answer_of(one.position, false) : one.answer);
}

json::value json_or_null(const std::string& text) {
  boost::system::error_code error;
  auto value = json::parse(text, error);
  return error ? json::value(nullptr) : value;
}

json::object shown(const recorded_delivery& one, bool with_body) {
  json::object row{{"position", one.position},
                   {"source", one.source},
                   {"key", one.key},
                   {"received_at", to_rfc3339(one.received_at)},
                   {"headers", json_or_null(one.headers)},
                   {"answer", answer_to(one)},
                   {"sha256", to_hex(one.body_sha256)},
                   {"body_kept", one.body_kept},
                   {"events", one.events}};
  if (with_body && one.body_kept) row["size"] = one.body.size(), row["body"] = to_valid_utf8(one.body);
  return row;
}

}  // namespace

asio::awaitable<result<recorded_delivery>> find_delivery(parts& with, std::string source, std::string key) {
  if (source.empty()) co_return fail(errc::invalid, "is missing: as `source` of the list", "source");
  if (key.empty()) co_return fail(errc::invalid, "is missing: as `key` of the list", "key");
  auto found = co_await with.deliveries.read(std::move(source), std::move(key));
  if (!found) co_return std::unexpected(found.error());
  if (!*found) co_return fail(errc::not_found, "there is no such delivery", "key");
  co_return std::move(**found);
}

asio::awaitable<http_reply> list_deliveries(parts& with, request_context context) {
  const auto& request = context.request;
  auto after = cursor_in(request.parameter("after"));
  if (!after) co_return http::problem(after.error());
  const bool with_bodies = request.parameter("body") == "1";
  // A body may weigh megabytes.
  const auto limit = limit_of(request, with_bodies ? 10 : 50, with_bodies ? 10 : 500);
  if (!limit) co_return http::problem(limit.error());
  delivery_query query{.source = request.parameter("source").value_or(""),
                       .hooks_only = is_set(request, "hooks"),
                       .event = request.parameter("event").value_or(""),
                       .key = request.parameter("key").value_or(""),
                       .after = std::move(*after),
                       .newest_first = is_set(request, "newest"),
                       .limit = *limit,
                       .with_bodies = with_bodies};
  auto found = co_await with.deliveries.list(std::move(query));
  if (!found) co_return http::problem(found.error());
  json::array rows;
  for (const auto& one : *found) rows.push_back(shown(one, with_bodies));
  json::value next = nullptr;
  if (std::ssize(*found) == *limit)
    next = std::to_string(found->back().received_at.us) + "." + found->back().key;
  co_return http::json_reply(
      200, json::serialize(json::object{{"deliveries", std::move(rows)}, {"next", std::move(next)}}));
}

asio::awaitable<http_reply> get_delivery(parts& with, request_context context) {
  auto found = co_await find_delivery(with, context.request.parameter("source").value_or(""),
                                      context.request.parameter("key").value_or(""));
  if (!found) co_return http::problem(found.error());
  auto row = shown(*found, true);
  json::array brought;
  if (found->events > 0) {
    auto events = co_await with.events.read_log(found->position - found->events, found->events);
    if (!events) co_return http::problem(events.error());
    for (const auto& event : *events)
      brought.push_back(
          json::object{{"position", event.position}, {"type", event.type}, {"stream", event.stream}});
  }
  row["events"] = std::move(brought);
  co_return http::json_reply(200, json::serialize(row));
}

asio::awaitable<http_reply> vacuum(parts& with, request_context context) {
  auto done = co_await apply_retention(with.deliveries, with.logs);
  if (!done) co_return http::problem(done.error());
  append_command command;
  command.streams.push_back(
      {system_stream, std::nullopt, {make_event(retention_applied{done->bodies, done->log_days})}});
  json::object answer{{"bodies_emptied", done->bodies}, {"log_days_dropped", done->log_days}};
  co_return co_await commit(with, context, std::move(command), std::move(answer), 200);
}

}  // namespace eeveon::api
