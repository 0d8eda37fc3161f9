// The dashboard, of now and of any moment that the log remembers.
#include <algorithm>
#include <charconv>
#include <limits>
#include <variant>

#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

using point = std::variant<std::int64_t, timestamp>;

// A position, or a time; one beyond all numbers lies ahead like any other. In a query an unescaped '+' reads
// as a space: what stands before an offset is one.
std::optional<point> parse_point(std::string text) {
  if (!text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
    std::int64_t position = std::numeric_limits<std::int64_t>::max();
    std::from_chars(text.data(), text.data() + text.size(), position);
    return position;
  }
  if (text.size() > 6 && text[text.size() - 6] == ' ') text[text.size() - 6] = '+';
  if (const auto time = parse_rfc3339(text)) return *time;
  return std::nullopt;
}

// Nothing where it lies ahead.
asio::awaitable<result<std::optional<moment>>> find(parts& with, point asked) {
  if (const auto* time = std::get_if<timestamp>(&asked)) {
    if (*time >= with.clock.now()) co_return std::nullopt;
    auto found = co_await with.past.last_until(*time);
    if (!found) co_return std::unexpected(found.error());
    co_return *found;
  }
  auto found = co_await with.past.moment_of(std::get<std::int64_t>(asked));
  if (found) co_return *found;
  if (found.error().code == errc::not_found) co_return std::nullopt;
  co_return std::unexpected(found.error());
}

json::value to_json(const moment& end) {
  if (end.position == 0) return nullptr;
  return json::object{{"position", end.position}, {"at", to_rfc3339(end.at)}};
}

asio::awaitable<http_reply> present(parts& with, request_context context) {
  co_return co_await projected(with, context, http::json_reply(200, json::serialize(with.picture.board())));
}

}  // namespace

asio::awaitable<http_reply> get_board(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  const auto at = context.request.parameter("at");
  if (!at) co_return co_await present(with, std::move(context));
  const auto asked = parse_point(*at);
  if (!asked)
    co_return http::problem(400,
                            "at must be a position, as 4711, or a time with its offset, as "
                            "2026-11-21T13:37:24Z or 2026-11-21T14:37:24.5+01:00",
                            "invalid", "at");
  auto when = co_await find(with, *asked);
  if (!when) co_return http::problem(when.error());
  if (!*when || (*when)->position == with.picture.position())
    co_return co_await present(with, std::move(context));
  auto text = co_await with.past.board(**when);
  if (!text) co_return http::problem(text.error());
  auto reply = http::json_reply(200, std::move(*text));
  reply.headers.emplace_back("Eeveon-Position", std::to_string((*when)->position));
  co_return reply;
}

asio::awaitable<http_reply> get_log_span(parts& with, request_context) {
  const auto span = co_await with.past.span();
  if (!span) co_return http::problem(span.error());
  co_return http::json_reply(
      200, json::serialize(json::object{{"first", to_json(span->first)}, {"last", to_json(span->last)}}));
}

}  // namespace eeveon::api
