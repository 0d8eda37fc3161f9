// Signing in with the link's one-time token or an API token, and out again.
#include "core/project/fields.hpp"
#include "core/system/events.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

constexpr std::chrono::seconds session_life = std::chrono::hours(12);
constexpr std::chrono::seconds link_life = std::chrono::minutes(15);

std::string cookie(bool secure, std::string_view value, std::chrono::seconds life) {
  return std::string(http::session_cookie_name(secure)) + "=" + std::string(value) +
         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(life.count()) +
         (secure ? "; Secure" : "");
}

}  // namespace

asio::awaitable<http_reply> sign_in(parts& with, request_context context) {
  auto body = body_of(context);
  if (!body) co_return http::problem(body.error());
  mistakes wrong;
  fields in(*body, "", wrong, {"token"});
  const auto token = in.required_text("token");
  if (wrong) co_return http::problem(*wrong);
  const auto session = to_hex(random_bytes(32));
  const char* how = "link";
  auto actor = co_await with.sessions.consume_link(sha256(token), sha256(session), session_life);
  if (!actor && actor.error().code == errc::unauthorized) {
    how = "token";
    auto named = co_await with.sessions.check_token(sha256(token));
    if (!named) co_return http::problem(named.error());
    if (!*named)
      co_return http::problem(
          401,
          "this link was used, is older than 15 minutes, or was never made: `eeveon sign-in` prints another",
          "unauthorized", "token");
    auto opened = co_await with.sessions.open_session(sha256(session), **named, session_life);
    if (!opened) co_return http::problem(opened.error());
    actor = **named;
  }
  if (!actor) co_return http::problem(actor.error());
  append_command command{.actor = *actor, .correlation = with.clock.fresh_uuid()};
  command.from = delivery_of(with, context, *actor, true, "{}");
  // Nothing is kept of what it brought, not even a digest, and it is never a repeat.
  command.from->key = make_id("ask", with.clock.fresh_uuid());
  command.from->body_sha256 = sha256(context.request.path);
  command.streams.push_back({system_stream, std::nullopt, {make_event(signed_in{how})}});
  auto recorded = co_await with.events.append(std::move(command));
  if (!recorded) co_return http::problem(recorded.error());
  auto reply = http::json_reply(200, json::serialize(json::object{{"actor", *actor}}));
  reply.headers.emplace_back("Set-Cookie", cookie(context.request.secure, session, session_life));
  co_return reply;
}

asio::awaitable<http_reply> who_am_i(parts&, request_context context) {
  co_return http::json_reply(200, json::serialize(json::object{{"actor", context.who->name}}));
}

asio::awaitable<http_reply> sign_out(parts& with, request_context context) {
  const auto shown = http::credentials_of(context.request);
  if (shown.from_cookie) {
    auto done = co_await with.sessions.sign_out(sha256(shown.token));
    if (!done) co_return http::problem(done.error());
    with.authority.forget(shown);
    with.sockets.end(shown);
  }
  append_command command;
  command.streams.push_back({system_stream, std::nullopt, {make_event(signed_out{})}});
  auto reply = co_await commit(with, context, std::move(command), {}, 204);
  reply.headers.emplace_back("Set-Cookie", cookie(context.request.secure, "", std::chrono::seconds(0)));
  co_return reply;
}

// The link is kept nowhere, so a repeat under the same key must find it again: it comes from the key and the
// credentials of who asks, which are not kept either.
asio::awaitable<http_reply> make_sign_in_link(parts& with, request_context context) {
  const auto key = context.request.header("idempotency-key");
  const auto token = key.empty() ? to_hex(random_bytes(32))
                                 : to_hex(hmac_sha256(http::credentials_of(context.request).token,
                                                      "sign-in link " + std::string(key)));
  append_command command;
  command.streams.push_back(
      {system_stream, std::nullopt, {make_event(sign_in_link_made{link_life.count()})}});
  json::object kept{{"expires_in_seconds", link_life.count()}};
  auto reply = co_await commit(with, context, std::move(command), std::move(kept), 201);
  if (reply.status != 201) co_return reply;
  auto made = co_await with.sessions.create_link(sha256(token), context.who->name, link_life);
  if (!made) co_return http::problem(made.error());
  auto answer = json::parse(reply.body).as_object();
  answer["link"] = with.public_url + "/sign-in#token=" + token;
  reply.body = json::serialize(answer);
  co_return reply;
}

}  // namespace eeveon::api
