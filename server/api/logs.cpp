// The output of a deployment's steps: all of it, what came after a line, or the last lines.
#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/environment/state.hpp"
#include "core/release/events.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

constexpr int most_chunks = 10'000;  // of one subject in one answer
constexpr std::int64_t longest_tail = 100'000;
constexpr std::size_t one_turn = 64 * 1024;  // bytes shaped before others have their turn on the io thread

void add_lines(std::string& body, const log_chunk& chunk) {
  std::size_t start = 0;
  for (auto line = chunk.first_line; start < chunk.text.size(); ++line) {
    const auto end = std::min(chunk.text.find('\n', start), chunk.text.size());
    body += json::serialize(json::object{{"step", chunk.step},
                                         {"attempt", chunk.attempt},
                                         {"line", line},
                                         {"text", chunk.text.substr(start, end - start)}}) +
            "\n";
    start = end + 1;
  }
}

struct found_log {
  std::vector<log_chunk> chunks;
  std::string next;  // the query with which the log goes on where it was cut; empty: nothing was
};

// As a query takes it: everything but letters and digits is escaped.
std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_')
      out += c;
    else
      (out += '%') += digits[byte >> 4], out += digits[byte & 15];
  }
  return out;
}

std::string query_behind(const log_chunk& last) {
  return "step=" + escaped(last.step) + "&after=" + std::to_string(last.first_line + last.lines - 1);
}

// What the release's build wrote comes before what the deployment wrote.
asio::awaitable<result<found_log>> chunks_of(parts& with, std::vector<std::string> subjects, std::string step,
                                             std::int64_t after, std::int64_t tail) {
  found_log out;
  auto& all = out.chunks;
  if (tail > 0) std::ranges::reverse(subjects);
  for (const auto& subject : subjects) {
    if (subject.empty() || tail < 0) continue;
    auto some = tail > 0 ? co_await with.logs.read_tail(subject, step, tail)
                         : co_await with.logs.read(subject, step, after, most_chunks + 1);
    if (!some) co_return std::unexpected(some.error());
    if (tail > 0) {
      for (const auto& chunk : *some) tail -= chunk.lines;
      if (tail == 0) tail = -1;  // that was enough
      std::ranges::move(all, std::back_inserter(*some));
      all = std::move(*some);
      continue;
    }
    const bool cut = std::ssize(*some) > most_chunks;
    if (cut) some->resize(most_chunks);
    if (cut && out.next.empty()) out.next = query_behind(some->back());
    std::ranges::move(*some, std::back_inserter(all));
  }
  co_return out;
}

}  // namespace

asio::awaitable<http_reply> get_log(parts& with, request_context context) {
  const auto& request = context.request;
  const std::string id(context.parameter("id"));
  auto events = co_await with.events.read_stream(deployment_stream(id));
  if (!events) co_return http::problem(events.error());
  if (events->empty()) co_return http::problem(404, "there is no such deployment", "not_found");
  deployment_brief brief;
  for (const auto& event : *events) brief.apply(event);
  const auto step = request.parameter("step").value_or("");
  const auto after = number_of(request, "after", 0);
  const auto tail = number_of(request, "tail", 0);
  if (after > 0 && step.empty())
    co_return http::problem(400, "`after` counts within a step: name the step too", "invalid", "after");
  if (request.parameter("tail") && (tail < 1 || tail > longest_tail || after > 0))
    co_return http::problem(400,
                            "`tail` is how many of the last lines are wanted, 1 to " +
                                std::to_string(longest_tail) + ", and goes without `after`",
                            "invalid", "tail");
  std::vector<std::string> subjects{release_of(with, brief.request), id};
  auto found = co_await chunks_of(with, std::move(subjects), step, after, tail);
  if (!found) co_return http::problem(found.error());
  const bool ndjson = request.header("accept").find("application/x-ndjson") != std::string_view::npos;
  http_reply reply;
  reply.headers.emplace_back("Content-Type", ndjson ? "application/x-ndjson" : "text/plain; charset=utf-8");
  if (!found->next.empty()) reply.headers.emplace_back("Eeveon-Next", found->next);
  std::size_t shaped = 0;
  for (const auto& chunk : found->chunks) {
    if (ndjson)
      add_lines(reply.body, chunk);
    else
      reply.body += chunk.text;
    if (reply.body.size() - shaped < one_turn) continue;
    shaped = reply.body.size();
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
  co_return reply;
}

}  // namespace eeveon::api
