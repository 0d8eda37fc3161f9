// The output of a deployment's steps: all of it, what came behind a place in it, or the last lines.
#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <optional>
#include <ranges>

#include "core/environment/state.hpp"
#include "core/release/events.hpp"
#include "server/api/export.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

constexpr int chunks_at_once = 200;
constexpr std::int64_t longest_tail = 100'000;
constexpr std::size_t most_bytes = 32 << 20;  // of one answer; a log that is longer comes in several
constexpr std::size_t one_turn = 64 * 1024;   // bytes shaped before others have their turn on the io thread

// A place in a deployment's output: what its release's build wrote comes before what it wrote itself. As text
// "b12" or "d7".
struct place {
  std::size_t part = 0;  // 0 the build, 1 the deployment
  std::int64_t id = 0;   // of the last chunk that stands before it
};
constexpr std::string_view part_letters = "bd";

std::string to_text(place value) { return part_letters[value.part] + std::to_string(value.id); }

std::optional<place> parse_place(std::string_view text) {
  place out;
  out.part = text.empty() ? part_letters.npos : part_letters.find(text.front());
  if (out.part == part_letters.npos) return std::nullopt;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data() + 1, end, out.id);
  if (error != std::errc() || stopped != end || out.id < 0) return std::nullopt;
  return out;
}

struct question {
  std::array<std::string, part_letters.size()> subjects;
  std::string step;
  timestamp since;
  std::int64_t tail = 0;  // 0: not asked for
  place after;
  bool ndjson = false;
};

struct answer {
  std::string body;
  place end;             // where the body ends
  bool more = false;     // something may stand behind it
  bool earlier = false;  // a tail: something stands before it
};

void add_lines(std::string& body, const log_chunk& chunk) {
  std::size_t start = 0;
  for (auto line = chunk.first_line; start < chunk.text.size(); ++line) {
    const auto end = std::min(chunk.text.find('\n', start), chunk.text.size());
    json::object row{{"step", chunk.step},
                     {"attempt", chunk.attempt},
                     {"line", line},
                     {"text", chunk.text.substr(start, end - start)}};
    if (chunk.stored.us > 0) row["at"] = to_rfc3339(chunk.stored);
    body += json::serialize(row) + "\n";
    start = end + 1;
  }
}

void add(std::string& body, const log_chunk& chunk, bool ndjson) {
  if (ndjson)
    add_lines(body, chunk);
  else
    body += chunk.text;
}

// Drops lines from the front of a chunk.
void drop_lines(log_chunk& chunk, std::int64_t count) {
  std::size_t at = 0;
  for (; count > 0; --count, ++chunk.first_line, --chunk.lines) at = chunk.text.find('\n', at) + 1;
  chunk.text.erase(0, at);
}

log_extract extract(const question& asked, std::size_t part, std::int64_t edge) {
  return {asked.subjects[part], asked.step, asked.since, edge, chunks_at_once};
}

asio::awaitable<result<answer>> read_on(log_store& logs, const question& asked) {
  answer out{.end = asked.after};
  std::size_t told = 0;
  for (auto part = asked.after.part; part < asked.subjects.size(); ++part) {
    auto edge = part == asked.after.part ? asked.after.id : 0;
    for (bool whole = asked.subjects[part].empty(); !whole;) {
      const auto chunks = co_await logs.read(extract(asked, part, edge));
      if (!chunks) co_return std::unexpected(chunks.error());
      whole = std::ssize(*chunks) < chunks_at_once;
      for (const auto& chunk : *chunks) {
        add(out.body, chunk, asked.ndjson);
        edge = chunk.id;
        out.end = {part, edge};
        if (out.body.size() >= most_bytes) {
          out.more = true;
          co_return out;
        }
        if (out.body.size() - told < one_turn) continue;
        told = out.body.size();
        co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
      }
    }
  }
  co_return out;
}

asio::awaitable<result<answer>> read_end(log_store& logs, const question& asked) {
  std::vector<log_chunk> found;  // the newest first
  answer out;
  std::int64_t wanted = asked.tail;
  std::size_t bytes = 0;
  const auto enough = [&] { return wanted <= 0 || bytes >= most_bytes; };
  for (auto part = asked.subjects.size(); part-- > 0 && !out.earlier;) {
    std::int64_t edge = 0;
    for (bool whole = asked.subjects[part].empty(); !whole && !out.earlier;) {
      auto chunks = co_await logs.read_back(extract(asked, part, edge));
      if (!chunks) co_return std::unexpected(chunks.error());
      whole = std::ssize(*chunks) < chunks_at_once;
      for (auto& chunk : *chunks) {
        if ((out.earlier = enough())) break;
        if (found.empty()) out.end = {part, chunk.id};
        edge = chunk.id;
        wanted -= chunk.lines;
        bytes += chunk.text.size();
        found.push_back(std::move(chunk));
      }
    }
  }
  if (wanted < 0) {
    drop_lines(found.back(), -wanted);
    out.earlier = true;
  }
  std::size_t told = 0;
  for (const auto& chunk : found | std::views::reverse) {
    add(out.body, chunk, asked.ndjson);
    if (out.body.size() - told < one_turn) continue;
    told = out.body.size();
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
  co_return out;
}

result<question> question_in(const http_request& request) {
  question out;
  out.step = request.parameter("step").value_or("");
  out.ndjson = accepts(request, "application/x-ndjson", "text/plain");
  const auto after = request.parameter("after");
  if (after) {
    const auto parsed = parse_place(*after);
    if (!parsed)
      return fail(errc::invalid, "must be what Eeveon-End or Eeveon-Next of an answer said", "after");
    out.after = *parsed;
  }
  out.tail = number_of(request, "tail", 0);
  if (request.parameter("tail") && (out.tail < 1 || out.tail > longest_tail || after))
    return fail(errc::invalid,
                "is how many of the last lines are wanted, 1 to " + std::to_string(longest_tail) +
                    ", and goes without `after`",
                "tail");
  const auto since = moment_in(request, "since");
  if (!since) return std::unexpected(since.error());
  out.since = since->value_or(timestamp{});
  return out;
}

}  // namespace

asio::awaitable<http_reply> get_log(parts& with, request_context context) {
  const std::string id(context.parameter("id"));
  auto events = co_await with.events.read_stream(deployment_stream(id));
  if (!events) co_return http::problem(events.error());
  if (events->empty()) co_return http::problem(404, "there is no such deployment", "not_found");
  deployment_brief brief;
  for (const auto& event : *events) brief.apply(event);
  auto asked = question_in(context.request);
  if (!asked) co_return http::problem(asked.error());
  asked->subjects = {release_of(with, brief.request), id};
  auto found = asked->tail > 0 ? co_await read_end(with.logs, *asked) : co_await read_on(with.logs, *asked);
  if (!found) co_return http::problem(found.error());
  http_reply reply;
  reply.headers = {{"Content-Type", asked->ndjson ? "application/x-ndjson" : "text/plain; charset=utf-8"},
                   {"Eeveon-End", to_text(found->end)}};
  if (found->more) reply.headers.emplace_back("Eeveon-Next", to_text(found->end));
  if (found->earlier) reply.headers.emplace_back("Eeveon-Earlier", "true");
  reply.body = std::move(found->body);
  co_return reply;
}

}  // namespace eeveon::api
