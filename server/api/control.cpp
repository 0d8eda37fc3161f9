// A person's word on a deployment that exists: cancel, retry, mark as done.
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

asio::awaitable<result<deployment_brief>> find(parts& with, const request_context& context) {
  auto events = co_await with.events.read_stream(deployment_stream(context.parameter("id")));
  if (!events) co_return std::unexpected(events.error());
  if (events->empty()) co_return fail(errc::not_found, "there is no such deployment", "id");
  deployment_brief out;
  for (const auto& event : *events) out.apply(event);
  co_return out;
}

// A person's word, recorded on what it was decided on. The worker writes into the same stream: what came in
// between is looked at and decided on again.
asio::awaitable<http_reply> say(parts& with, request_context context,
                                result<new_event> (*decide)(const deployment_brief&, const request_context&,
                                                            std::string note)) {
  auto note = note_of(context);
  if (!note) co_return http::problem(note.error());
  for (int again = 4;; --again) {
    auto deployment = co_await find(with, context);
    if (!deployment) co_return http::problem(deployment.error());
    auto word = decide(*deployment, context, *note);
    if (!word) co_return http::problem(word.error());
    const auto& id = deployment->request.deployment;
    append_command command;
    command.streams.push_back({deployment_stream(id), deployment->version, {std::move(*word)}});
    json::object answer{{"deployment", id}};
    auto reply = co_await commit(with, context, std::move(command), std::move(answer));
    if (reply.status == 409 && again > 0) continue;
    (void)co_await with.bell.announce(channel_cancel, id);
    co_return reply;
  }
}

bool open(const deployment_brief& d) { return d.status == "queued" || d.status == "running"; }

result<new_event> decide_cancel(const deployment_brief& deployment, const request_context& context,
                                std::string note) {
  if (deployment.status == "needs_attention")
    return make_event(attention_answered{"cancel", std::move(note)});
  if (!open(deployment))
    return fail(errc::conflict, "the deployment has ended already: " + deployment.status, "id");
  return make_event(cancel_requested{"asked by " + context.who->name, std::move(note)});
}

result<new_event> decide_retry(const deployment_brief& deployment, const request_context&, std::string note) {
  if (deployment.status != "needs_attention")
    return fail(errc::conflict, "the deployment does not wait for a person any more", "id");
  return make_event(attention_answered{"retry", std::move(note)});
}

result<new_event> decide_mark_done(const deployment_brief& deployment, const request_context&,
                                   std::string note) {
  if (deployment.status != "needs_attention")
    return fail(errc::conflict, "only a deployment that needs attention can be marked as done", "id");
  return make_event(attention_answered{"mark_done", std::move(note)});
}

}  // namespace

asio::awaitable<http_reply> cancel_deployment(parts& with, request_context context) {
  return say(with, std::move(context), decide_cancel);
}
asio::awaitable<http_reply> mark_done(parts& with, request_context context) {
  return say(with, std::move(context), decide_mark_done);
}

// What waits for a person goes on where it stands; what has ended is asked for anew.
asio::awaitable<http_reply> retry_deployment(parts& with, request_context context) {
  auto deployment = co_await find(with, context);
  if (!deployment) co_return http::problem(deployment.error());
  if (deployment->status == "needs_attention") co_return co_await say(with, std::move(context), decide_retry);
  auto note = note_of(context);
  if (!note) co_return http::problem(note.error());
  if (open(*deployment))
    co_return http::problem(fail(errc::conflict, "the deployment is still going on", "id").error());
  auto request = deployment->request;
  if (deployment->status == "succeeded")
    co_return http::problem(
        fail(errc::conflict, "the deployment succeeded; deploy its release again instead", "id").error());
  request.deployment = make_id("dep", with.clock.fresh_uuid());
  if (request.trigger != "rollback") request.trigger = "manual";
  request.note = std::move(*note);
  append_command command;
  command.streams.push_back({deployment_stream(request.deployment), 0, {make_event(request)}});
  json::object answer{{"deployment", request.deployment}, {"retry_of", deployment->request.deployment}};
  co_return co_await commit(with, context, std::move(command), std::move(answer));
}

}  // namespace eeveon::api
