// The log of events, read by people and scripts: along it, or back from its end.
#include <algorithm>
#include <iterator>

#include "core/events/types.hpp"
#include "core/project/fields.hpp"
#include "server/api/export.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

// A type that there is not would be searched for along the whole log, and found never.
result<> check_type(const std::string& typed) {
  constexpr auto& known = every_event::types;
  if (typed.empty() || std::ranges::find(known, typed) != known.end()) return {};
  if (const auto meant = nearest(typed, known))
    return fail(errc::invalid, "there is no such type of event; did you mean '" + std::string(*meant) + "'?",
                "type");
  std::string words;
  for (const auto word : known) words += (words.empty() ? "" : ", ") + std::string(word);
  return fail(errc::invalid, "there is no such type of event; there are: " + words, "type");
}

// A type alone is searched for along the log, a stretch at a time, so that nobody waits behind a long search.
using events_found = result<std::vector<recorded_event>>;

asio::awaitable<events_found> find_events(parts& with, std::int64_t after, int limit, log_filter filter) {
  constexpr std::int64_t stretch = 50'000;
  if (filter.type.empty() || !filter.stream.empty())
    co_return co_await with.events.read_log(after, limit, std::move(filter));
  auto head = co_await with.events.head();
  if (!head) co_return std::unexpected(head.error());
  std::vector<recorded_event> out;
  while (after < *head && std::ssize(out) < limit) {
    log_filter part{.type = filter.type, .until = after + stretch};
    auto found = co_await with.events.read_log(after, limit - static_cast<int>(out.size()), std::move(part));
    if (!found) co_return std::unexpected(found.error());
    std::ranges::move(*found, std::back_inserter(out));
    after += stretch;
  }
  co_return out;
}

// The newest `limit` events up to `head` that match, oldest first: back from the end, in stretches that grow
// while little is found.
asio::awaitable<events_found> find_newest(parts& with, std::int64_t head, int limit, log_filter filter) {
  std::vector<recorded_event> out;
  std::int64_t until = head;
  for (std::int64_t stretch = limit; until > 0 && std::ssize(out) < limit;
       stretch = std::min<std::int64_t>(stretch * 4, 50'000)) {
    const auto after = std::max<std::int64_t>(0, until - stretch);
    events_found found;
    if (!filter.stream.empty()) {  // one stream is short, and its events lie anywhere
      found = co_await with.events.read_stream(filter.stream);
      until = 0;
    } else {
      log_filter part{.type = filter.type, .until = filter.type.empty() ? 0 : until};
      found = co_await with.events.read_log(after, static_cast<int>(until - after), std::move(part));
      until = after;
    }
    if (!found) co_return std::unexpected(found.error());
    if (!filter.type.empty()) std::erase_if(*found, [&](const auto& e) { return e.type != filter.type; });
    out.insert(out.begin(), std::make_move_iterator(found->begin()), std::make_move_iterator(found->end()));
  }
  if (std::ssize(out) > limit) out.erase(out.begin(), out.end() - limit);
  co_return out;
}

}  // namespace

asio::awaitable<http_reply> list_events(parts& with, request_context context) {
  const auto& request = context.request;
  log_filter filter{.stream = request.parameter("stream").value_or(""),
                    .type = request.parameter("type").value_or("")};
  if (const auto known = check_type(filter.type); !known) co_return http::problem(known.error());
  const auto limit = limit_of(request, 100, 1000);
  if (!limit) co_return http::problem(limit.error());
  const bool newest = is_set(request, "newest");
  if (newest && request.parameter("after"))
    co_return http::problem(400, "`newest` looks back from the end: leave `after` out", "invalid", "newest");
  auto head = co_await with.events.head();
  if (!head) co_return http::problem(head.error());
  auto events = newest ? co_await find_newest(with, *head, *limit, filter)
                       : co_await find_events(with, number_of(request, "after", 0), *limit, filter);
  if (!events) co_return http::problem(events.error());
  const auto position = std::to_string(*head);
  if (accepts(request, "application/x-ndjson")) {
    http_reply reply;
    reply.headers = {{"Content-Type", "application/x-ndjson"}, {"Eeveon-Position", position}};
    for (const auto& event : *events) reply.body += json::serialize(to_json(event)) + "\n";
    co_return reply;
  }
  json::array rows;
  for (const auto& event : *events) rows.push_back(to_json(event));
  auto reply =
      http::json_reply(200, json::serialize(json::object{{"events", std::move(rows)}, {"position", *head}}));
  reply.headers.emplace_back("Eeveon-Position", position);
  co_return reply;
}

}  // namespace eeveon::api
