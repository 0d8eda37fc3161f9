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

}  // namespace

asio::awaitable<http_reply> list_deliveries(parts& with, request_context context) {
  const auto& request = context.request;
  auto after = cursor_in(request.parameter("after"));
  if (!after) co_return http::problem(after.error());
  const bool with_bodies = request.parameter("body") == "1";
  // A body may weigh megabytes.
  const auto limit = limit_of(request, with_bodies ? 10 : 50, with_bodies ? 10 : 500);
  if (!limit) co_return http::problem(limit.error());
  auto source = request.parameter("source").value_or("");
  auto found = co_await with.deliveries.list(std::move(source), std::move(*after), *limit, with_bodies);
  if (!found) co_return http::problem(found.error());
  json::array rows;
  for (const auto& one : *found) {
    json::object row{{"position", one.position},
                     {"source", one.source},
                     {"key", one.key},
                     {"received_at", to_rfc3339(one.received_at)},
                     {"headers", json_or_null(one.headers)},
                     {"answer", answer_to(one)},
                     {"sha256", to_hex(one.body_sha256)},
                     {"body_kept", one.body_kept}};
    if (with_bodies && one.body_kept) row["size"] = one.body.size(), row["body"] = to_valid_utf8(one.body);
    rows.push_back(std::move(row));
  }
  json::value next = nullptr;
  if (std::ssize(*found) == *limit)
    next = std::to_string(found->back().received_at.us) + "." + found->back().key;
  co_return http::json_reply(
      200, json::serialize(json::object{{"deliveries", std::move(rows)}, {"next", std::move(next)}}));
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
