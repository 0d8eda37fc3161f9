// The table of what can be asked for.
#include "server/api/handlers.hpp"
#include "server/live/live_session.hpp"

namespace eeveon::api {

std::vector<http::route> routes(parts& with) {
  using http::access;
  const auto call = [&with](asio::awaitable<http_reply> (*handler)(parts&, request_context)) -> http::handler {
    return [&with, handler](request_context context) { return handler(with, std::move(context)); };
  };
  const std::string_view deployments = "/api/v1/projects/{project}/environments/{environment}/deployments";
  std::vector<http::route> table{
      {"POST", "/api/v1/session", access::anonymous, "Signs in with a link's token or an API token.", call(sign_in)},
      {"GET", "/api/v1/session", access::signed_in, "Tells who is signed in.", call(who_am_i)},
      {"DELETE", "/api/v1/session", access::signed_in, "Signs out.", call(sign_out)},
      {"POST", "/api/v1/sign-in-links", access::signed_in, "Makes a sign-in link that is good once, for 15 minutes.", call(make_sign_in_link)},

      {"GET", "/api/v1/projects", access::signed_in, "Lists the projects.", call(list_projects)},
      {"PUT", "/api/v1/projects/{project}", access::signed_in, "Applies a project's spec.", call(apply_project)},
      {"GET", "/api/v1/projects/{project}", access::signed_in, "Reads the applied spec back.", call(get_project)},
      {"GET", "/api/v1/projects/{project}/refs", access::signed_in, "Lists the branches and tags of the project's repository.", call(list_refs)},
      {"GET", "/api/v1/environments", access::signed_in, "Lists the environments and what runs in them.", call(list_environments)},
      {"GET", "/api/v1/releases", access::signed_in, "Lists releases, newest first.", call(list_releases)},
      {"GET", "/api/v1/nodes", access::signed_in, "Lists the nodes.", call(list_nodes)},
      {"POST", "/api/v1/nodes", access::signed_in, "Registers a node; shows an ssh node's host key to be confirmed.", call(register_node)},
      {"DELETE", "/api/v1/nodes/{node}", access::signed_in, "Removes a node; nothing on it is touched.", call(remove_node)},

      {"POST", deployments, access::signed_in, "Asks for a deployment of a commit, a ref or a release.", call(request_deployment)},
      {"POST", "/api/v1/projects/{project}/environments/{environment}/rollback", access::signed_in, "Asks to go back to the release before, or to a named one.", call(request_rollback)},
      {"DELETE", "/api/v1/projects/{project}/environments/{environment}/quarantine/{commit}", access::signed_in, "Lets automatic deployments take a quarantined commit again.", call(release_quarantine)},
      {"GET", "/api/v1/deployments", access::signed_in, "Lists deployments, newest first.", call(list_deployments)},
      {"GET", "/api/v1/deployments/{id}", access::signed_in, "Shows one deployment with its plan, steps and causes.", call(get_deployment)},
      {"GET", "/api/v1/deployments/{id}/log", access::signed_in, "Gives the output of a deployment's steps.", call(get_log)},
      {"POST", "/api/v1/deployments/{id}/cancel", access::signed_in, "Cancels a deployment; nodes that have switched go back.", call(cancel_deployment)},
      {"POST", "/api/v1/deployments/{id}/retry", access::signed_in, "Goes on with, or asks again for, a deployment that did not succeed.", call(retry_deployment)},
      {"POST", "/api/v1/deployments/{id}/mark-done", access::signed_in, "Takes the step a deployment waits on as done.", call(mark_done)},

      {"GET", "/api/v1/events", access::signed_in, "Gives the log's events in position order.", call(list_events)},
      {"GET", "/api/v1/board", access::signed_in, "Gives the whole dashboard state.", call(get_board)},
  };
  table.push_back({.method = "GET",
                   .pattern = "/api/v1/live",
                   .needs = access::signed_in,
                   .summary = "The live feed, a WebSocket.",
                   .serve_socket = [&with](std::shared_ptr<websocket> socket, request_context context) {
                     return serve_live(with.picture, std::move(socket), std::move(context));
                   }});
  return table;
}

}  // namespace eeveon::api
