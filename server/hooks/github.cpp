#include "server/hooks/github.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include "catalog/sources/github.hpp"
#include "core/base/failpoint.hpp"
#include "core/base/json_text.hpp"
#include "core/system/events.hpp"
#include "server/hooks/signature.hpp"
#include "server/http/reply.hpp"

namespace eeveon::hooks {

std::string answer_of(std::int64_t position, bool duplicate) {
  return "{\"position\":" + std::to_string(position) +
         (duplicate ? ",\"duplicate\":true}" : ",\"duplicate\":false}");
}

namespace {

// What is kept of a delivery's headers: enough to understand it later, never the signature.
std::string kept_headers(const http_request& request) {
  std::string out = "{";
  for (const std::string_view name :
       {"x-github-event", "x-github-delivery", "x-github-hook-id", "content-type", "user-agent"})
    if (const auto value = request.header(name); !value.empty()) {
      if (out.size() > 1) out += ',';
      put_json_string(out, name);
      out += ':';
      put_json_string(out, value);
    }
  return out += '}';
}

bool is_delivery_id(std::string_view text) {
  if (text.empty() || text.size() > 100) return false;
  for (const char c : text)
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
          c == '_' || c == ':' || c == '.'))
      return false;
  return true;
}

http_reply accepted(std::int64_t position, bool duplicate) {
  return http::json_reply(duplicate ? 200 : 202, answer_of(position, duplicate));
}

}  // namespace

asio::awaitable<http_reply> receive_github(github_parts& with, http::request_context context) {
  auto& request = context.request;
  const std::string name(context.parameter("name"));
  const auto secrets = with.secrets.find(name);
  static const std::vector<std::string> none;
  // An unknown hook and a wrong signature look the same from outside.
  if (!verify_signature(request.header("x-hub-signature-256"), request.body,
                        secrets == with.secrets.end() ? none : secrets->second))
    co_return http::problem(401,
                            "the signature does not hold: X-Hub-Signature-256 must be the HMAC-SHA256 of the "
                            "body with this hook's secret",
                            "unauthorized");

  const auto key = request.header("x-github-delivery");
  const auto kind = request.header("x-github-event");
  if (!is_delivery_id(key))
    co_return http::problem(400, "the header X-GitHub-Delivery is missing or odd", "invalid",
                            "X-GitHub-Delivery");
  if (kind.empty())
    co_return http::problem(400, "the header X-GitHub-Event is missing", "invalid", "X-GitHub-Event");
  auto fact = read_github(kind, request.header("content-type"), request.body, name);
  if (!fact) co_return http::problem(fact.error());
  EEVEON_FAILPOINT("I2");

  const std::string source = name.empty() ? "github" : "github/" + name;
  append_command command{.actor = "github", .correlation = with.clock.fresh_uuid()};
  command.from = delivery{
      source, std::string(key), sha256(request.body), kept_headers(request), std::move(request.body), ""};
  command.streams.push_back({std::move(fact->stream), std::nullopt, {std::move(fact->event)}});
  const std::string id(key);
  if (EEVEON_SEEDED_BUG("acknowledge_before_commit")) {
    asio::co_spawn(co_await asio::this_coro::executor, with.events.append(std::move(command)),
                   asio::detached);
    co_return accepted(1, false);
  }
  auto done = co_await with.events.append(std::move(command));
  if (!done && done.error().code == errc::duplicate_body) {
    append_command report{.actor = "github", .correlation = with.clock.fresh_uuid()};
    report.streams.push_back(
        {system_stream, std::nullopt, {make_event(delivery_conflict_detected{source, id})}});
    (void)co_await with.events.append(std::move(report));
    co_return http::problem(409, "this delivery id was received before with another body", "conflict",
                            "X-GitHub-Delivery");
  }
  if (!done) co_return http::problem(done.error());
  with.grown.grown_to(done->position);
  co_return accepted(done->position, done->duplicate);
}

std::vector<http::route> routes(github_parts& with) {
  std::vector<http::route> out;
  for (const std::string_view path : {"/hooks/github", "/hooks/github/{name}"})
    out.push_back({.method = "POST",
                   .pattern = path,
                   .needs = http::access::signed_body,
                   .summary = "Takes a signed GitHub webhook; 200 tells that it was received before.",
                   .serve = [&with](http::request_context c) { return receive_github(with, std::move(c)); },
                   .body_cap = http::hook_body_cap,
                   .answers = {202, 200, 400, 409, 413, 503}});
  return out;
}

}  // namespace eeveon::hooks
