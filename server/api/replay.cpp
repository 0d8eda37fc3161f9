// A webhook delivery taken once more: the bytes that were stored, under an id of their own.
#include "catalog/sources/github.hpp"
#include "core/project/fields.hpp"
#include "server/api/handlers.hpp"
#include "server/hooks/github.hpp"

namespace eeveon::api {
namespace {

// The hook's name in a delivery's source; nothing when no hook brought it.
std::optional<std::string> hook_in(std::string_view source) {
  if (source == "github") return std::string{};
  constexpr std::string_view named = "github/";
  if (!source.starts_with(named)) return std::nullopt;
  return std::string(source.substr(named.size()));
}

std::string header_in(const json::object& headers, std::string_view name) {
  const auto* value = headers.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string{};
}

// Replays of replays are told by the first key, so that keys do not grow. A repeat under the same
// Idempotency-Key is the same delivery again.
std::string replay_key(parts& with, const request_context& context, std::string_view key) {
  const auto asked = context.request.header("idempotency-key");
  const auto own = asked.empty() ? to_string(with.clock.fresh_uuid())
                                 : to_hex(sha256(context.who->name + "\n" + std::string(asked)));
  return std::string(key.substr(0, key.find(":replay:"))) + ":replay:" + own.substr(0, 36);
}

}  // namespace

asio::awaitable<http_reply> replay_delivery(parts& with, request_context context) {
  auto body = body_of(context);
  if (!body) co_return http::problem(body.error());
  mistakes wrong;
  fields in(*body, "", wrong, {"source", "key"});
  const auto source = in.required_text("source");
  const auto key = in.required_text("key");
  if (wrong) co_return http::problem(*wrong);
  const auto hook = hook_in(source);
  if (!hook)
    co_return http::problem(
        fail(errc::refused, "only what a webhook has brought can be taken again", "source").error());
  auto found = co_await find_delivery(with, source, key);
  if (!found) co_return http::problem(found.error());
  if (!found->body_kept)
    co_return http::problem(
        fail(errc::conflict, "its body is no longer kept: GitHub can deliver it again", "key").error());
  boost::system::error_code error;
  auto kept = json::parse(found->headers, error);
  json::object headers = !error && kept.is_object() ? kept.get_object() : json::object{};
  auto fact = read_github(header_in(headers, "x-github-event"), header_in(headers, "content-type"),
                          found->body, *hook);
  if (!fact) co_return http::problem(fact.error());
  headers["eeveon-replay-of"] = key;
  const auto fresh = replay_key(with, context, key);
  append_command command{.actor = context.who->name, .correlation = with.clock.fresh_uuid()};
  command.from =
      delivery{source, fresh, found->body_sha256, json::serialize(headers), std::move(found->body), ""};
  command.streams.push_back({std::move(fact->stream), std::nullopt, {std::move(fact->event)}});
  auto done = co_await with.events.append(std::move(command));
  if (!done) co_return http::problem(done.error());
  with.grown.grown_to(done->position);
  auto reply = http::json_reply(202, json::serialize(json::object{{"position", done->position},
                                                                  {"duplicate", done->duplicate},
                                                                  {"source", source},
                                                                  {"delivery", fresh}}));
  reply.headers.emplace_back("Eeveon-Position", std::to_string(done->position));
  co_return reply;
}

}  // namespace eeveon::api
