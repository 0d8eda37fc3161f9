// What hooks and keyed commands brought, for people who look into it; and its retention, now.
#include <charconv>
#include <map>

#include "core/base/utf8.hpp"
#include "core/repository/events.hpp"
#include "core/system/events.hpp"
#include "server/api/handlers.hpp"
#include "server/hooks/github.hpp"
#include "server/services/retention.hpp"

namespace eeveon::api {
namespace {

constexpr std::int64_t end_of_9999_us = 253'402'300'800'000'000;  // nothing arrives later

// "microseconds.key" of the last delivery seen.
result<delivery_cursor> cursor_in(const std::optional<std::string>& text) {
  delivery_cursor out;
  if (!text) return out;
  const auto* end = text->data() + text->size();
  auto& us = out.received_at.us;
  const auto read = std::from_chars(text->data(), end, us);
  if (read.ec != std::errc{} || us <= 0 || us >= end_of_9999_us || read.ptr == end || *read.ptr != '.' ||
      read.ptr + 1 == end)
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

bool is_hook(const recorded_delivery& one) { return !one.source.starts_with("api/") && one.source != "poll"; }

// What a webhook is about, told by the event it brought.
struct subject {
  std::string repository, ref;
};

void read_subject(const recorded_event& event, subject& into) {
  on<push_received>(event, [&](const push_received& e) { into = {e.repository.full_name, e.ref}; });
  on<release_announced>(event, [&](const release_announced& e) {
    into = {e.repository.full_name, e.tag.empty() ? std::string() : "refs/tags/" + e.tag};
  });
  on<hook_event_ignored>(event, [&](const hook_event_ignored& e) { into = {e.repository.full_name, {}}; });
}

// The subjects of deliveries that brought events, by the position of the last.
asio::awaitable<result<std::map<std::int64_t, subject>>> subjects_of(
    parts& with, const std::vector<recorded_delivery>& deliveries) {
  std::vector<std::int64_t> positions;
  for (const auto& one : deliveries)
    if (one.events > 0 && is_hook(one)) positions.push_back(one.position);
  std::map<std::int64_t, subject> out;
  if (positions.empty()) co_return out;
  auto events = co_await with.records.events_at(std::move(positions));
  if (!events) co_return std::unexpected(events.error());
  for (const auto& event : *events) read_subject(event, out[event.position]);
  co_return out;
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object shown(const recorded_delivery& one, const subject& about, bool with_body) {
  json::object row{{"position", one.position},
                   {"source", one.source},
                   {"key", one.key},
                   {"received_at", to_rfc3339(one.received_at)},
                   {"headers", json_or_null(one.headers)},
                   // What a hook was refused is not kept; of commands the answer is, but not its status.
                   {"status", is_hook(one) ? json::value(202) : json::value(nullptr)},
                   {"repository", text_or_null(about.repository)},
                   {"ref", text_or_null(about.ref)},
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
  const auto body = number_of(request, "body", 0);
  if (body > 1) co_return http::problem(400, "must be 1, or left out", "invalid", "body");
  const bool with_bodies = body == 1;
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
  auto about = co_await subjects_of(with, *found);
  if (!about) co_return http::problem(about.error());
  json::array rows;
  for (const auto& one : *found) rows.push_back(shown(one, (*about)[one.position], with_bodies));
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
  subject about;
  json::array brought;
  if (found->events > 0) {
    auto events = co_await with.events.read_log(found->position - found->events, found->events);
    if (!events) co_return http::problem(events.error());
    for (const auto& event : *events) {
      read_subject(event, about);
      brought.push_back(
          json::object{{"position", event.position}, {"type", event.type}, {"stream", event.stream}});
    }
  }
  auto row = shown(*found, about, true);
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
