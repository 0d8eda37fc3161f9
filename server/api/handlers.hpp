// Every handler of the API, in the order of its route table (server/api/routes.cpp).
#pragma once

#include "core/deployment/events.hpp"
#include "core/gate/gate.hpp"
#include "server/api/parts.hpp"

namespace eeveon::api {

asio::awaitable<http_reply> sign_in(parts& with, request_context context);
asio::awaitable<http_reply> who_am_i(parts& with, request_context context);
asio::awaitable<http_reply> sign_out(parts& with, request_context context);
asio::awaitable<http_reply> make_sign_in_link(parts& with, request_context context);

asio::awaitable<http_reply> apply_project(parts& with, request_context context);
asio::awaitable<http_reply> get_project(parts& with, request_context context);
asio::awaitable<http_reply> list_projects(parts& with, request_context context);
asio::awaitable<http_reply> try_repository(parts& with, request_context context);
asio::awaitable<http_reply> list_refs(parts& with, request_context context);
asio::awaitable<http_reply> list_environments(parts& with, request_context context);
asio::awaitable<http_reply> list_releases(parts& with, request_context context);
asio::awaitable<http_reply> list_nodes(parts& with, request_context context);
asio::awaitable<http_reply> get_loads(parts& with, request_context context);
asio::awaitable<http_reply> register_node(parts& with, request_context context);
asio::awaitable<http_reply> remove_node(parts& with, request_context context);
asio::awaitable<http_reply> check_node(parts& with, request_context context);

asio::awaitable<http_reply> request_deployment(parts& with, request_context context);
asio::awaitable<http_reply> request_rollback(parts& with, request_context context);
asio::awaitable<http_reply> tell_why(parts& with, request_context context);
asio::awaitable<http_reply> release_quarantine(parts& with, request_context context);
asio::awaitable<http_reply> list_deployments(parts& with, request_context context);
asio::awaitable<http_reply> get_deployment(parts& with, request_context context);
asio::awaitable<http_reply> get_changes(parts& with, request_context context);
asio::awaitable<http_reply> get_log(parts& with, request_context context);
asio::awaitable<http_reply> cancel_deployment(parts& with, request_context context);
asio::awaitable<http_reply> retry_deployment(parts& with, request_context context);
asio::awaitable<http_reply> mark_done(parts& with, request_context context);

asio::awaitable<http_reply> list_events(parts& with, request_context context);
asio::awaitable<http_reply> get_dora(parts& with, request_context context);
asio::awaitable<http_reply> list_audit(parts& with, request_context context);
asio::awaitable<http_reply> list_deliveries(parts& with, request_context context);
// The delivery of this source and key, with its body; not_found.
asio::awaitable<result<recorded_delivery>> find_delivery(parts& with, std::string source, std::string key);
asio::awaitable<http_reply> get_delivery(parts& with, request_context context);
asio::awaitable<http_reply> replay_delivery(parts& with, request_context context);
asio::awaitable<http_reply> get_setup(parts& with, request_context context);
asio::awaitable<http_reply> show_webhook_secret(parts& with, request_context context);
asio::awaitable<http_reply> vacuum(parts& with, request_context context);
asio::awaitable<http_reply> get_board(parts& with, request_context context);
asio::awaitable<http_reply> get_log_span(parts& with, request_context context);

// The release the gate chose; before it has, the one it would choose now (the spec may change in between).
std::string release_of(const parts& with, const deployment_requested& request);

// The table of the API, the live socket included.
std::vector<http::route> routes(parts& with);

}  // namespace eeveon::api
