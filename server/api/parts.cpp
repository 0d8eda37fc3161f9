#include "server/api/parts.hpp"

#include <charconv>

namespace eeveon::api {

result<json::value> body_of(const request_context& context) {
  if (context.request.body.empty()) return json::value(json::object{});
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 64;
  const auto& body = context.request.body;
  auto value = json::parse(json::string_view(body.data(), body.size()), error, {}, options);
  if (error) return fail(errc::invalid, "the body is not JSON (" + error.message() + ")", "body");
  if (!value.is_object()) return fail(errc::invalid, "the body must be a JSON object", "body");
  return value;
}

asio::awaitable<void> catch_up(parts& with) { co_await with.picture.reached(with.grown.newest(), std::chrono::seconds(2)); }

asio::awaitable<http_reply> commit(parts& with, const request_context& context, append_command command, json::object answer, int status) {
  const auto& request = context.request;
  command.actor = context.who ? context.who->name : "anonymous";
  command.correlation = with.clock.fresh_uuid();
  const auto key = request.header("idempotency-key");
  if (key.size() > 200) co_return http::problem(fail(errc::invalid, "must be at most 200 characters", "Idempotency-Key").error());
  if (!key.empty()) {
    const auto asked = request.method + " " + request.path + "\n" + request.body;
    command.from = delivery{"api/" + command.actor, std::string(key), sha256(asked), "{}", "", json::serialize(answer)};
  }
  auto done = co_await with.events.append(std::move(command));
  if (!done) co_return http::problem(done.error());
  if (done->duplicate && !done->answer.empty()) {
    answer = json::parse(done->answer).as_object();
    answer["duplicate"] = true;
  }
  answer["position"] = done->position;
  with.grown.grown_to(done->position);
  auto reply = http::json_reply(status, json::serialize(answer));
  reply.headers.emplace_back("Eeveon-Position", std::to_string(done->position));
  co_return reply;
}

std::int64_t number_of(const http_request& request, std::string_view name, std::int64_t fallback) {
  const auto text = request.parameter(name);
  if (!text) return fallback;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc{} && end == text->data() + text->size() ? value : fallback;
}

int limit_of(const http_request& request, int fallback, int most) {
  const auto value = number_of(request, "limit", fallback);
  return static_cast<int>(value < 1 ? fallback : value > most ? most : value);
}

asio::awaitable<void> wait_for_min_position(parts& with, const request_context& context) {
  const auto wanted = number_of(context.request, "min_position", 0);
  co_await with.picture.reached(std::max(wanted, with.grown.newest()), std::chrono::seconds(2));
}

asio::awaitable<http_reply> projected(parts& with, const request_context&, http_reply reply) {
  reply.headers.emplace_back("Eeveon-Position", std::to_string(with.picture.position()));
  co_return reply;
}

}  // namespace eeveon::api
