// The table of what can be asked for: how to ask, what may come back, and who answers.
#include "server/api/handlers.hpp"
#include "server/live/live_session.hpp"

namespace eeveon::api {
namespace {

using http::access;
using http::described;
using fields_of = std::vector<described>;

constexpr described after_row{"after", "string", "`next` of the page before."};
constexpr described limit{"limit", "integer", "How many at most."};
constexpr described min_position{
    "min_position", "integer",
    "Waits up to two seconds until the answer holds everything up to here; see Eeveon-Position."};
constexpr described dry_run{"dry_run", "boolean", "Shows the plan and changes nothing."};

fields_of spec_fields() {
  return {{"project", "string", "The name, as in the address.", true},
          {"repository", "string", "Clone address: https, ssh or file.", true},
          {"environments", "object", "By name: deploy_on, nodes, strategy, queue, health.", true},
          {"poll", "string", "Asks the repository every so often, as 60s."},
          {"webhook", "string", "The only hook that may speak for it, as /hooks/github/acme."},
          {"build", "object", "run: list of argument lists; output; limits."},
          {"test", "object", "run: list of argument lists."},
          {"hooks", "object", "before, after: lists of argument lists, run on each node."},
          {"shared", "array", "Paths kept between releases."},
          {"keep", "integer", "Releases kept on each node."}};
}

fields_of node_fields() {
  return {{"name", "string", "Lower-case letters, digits and dashes.", true},
          {"root", "string", "Absolute folder on the node.", true},
          {"kind", "string", "local or ssh."},
          {"address", "string", "Host name or address; needed for ssh."},
          {"user", "string", "ssh only."},
          {"port", "integer", "ssh only."},
          {"groups", "array", "Groups that environments choose nodes by."},
          {"host_key", "string", "ssh only: the confirmed key, as ssh-keyscan prints it."}};
}

std::vector<http::route> rows(parts& with) {
  const auto call =
      [&with](asio::awaitable<http_reply> (*handler)(parts&, request_context)) -> http::handler {
    return [&with, handler](request_context context) { return handler(with, std::move(context)); };
  };
  const std::string_view environment = "/api/v1/projects/{project}/environments/{environment}";
  static const std::string deployments = std::string(environment) + "/deployments",
                           rollback = std::string(environment) + "/rollback",
                           quarantine = std::string(environment) + "/quarantine/{commit}";
  return {
      {.method = "POST",
       .pattern = "/api/v1/session",
       .needs = access::anonymous,
       .summary = "Signs in with a link's token or an API token.",
       .serve = call(sign_in),
       .body = {{"token", "string", "Of the link, or an API token.", true}},
       .answers = {200, 400, 401}},
      {.method = "GET",
       .pattern = "/api/v1/session",
       .summary = "Tells who is signed in.",
       .serve = call(who_am_i),
       .answers = {200}},
      {.method = "DELETE",
       .pattern = "/api/v1/session",
       .summary = "Signs out.",
       .serve = call(sign_out),
       .answers = {204, 409},
       .keyed = true},
      {.method = "POST",
       .pattern = "/api/v1/sign-in-links",
       .summary = "Makes a sign-in link that is good once, for 15 minutes.",
       .serve = call(make_sign_in_link),
       .answers = {201, 409},
       .keyed = true,
       .secret_answer = true},

      {.method = "GET",
       .pattern = "/api/v1/projects",
       .summary = "Lists the projects.",
       .serve = call(list_projects),
       .query = {min_position},
       .answers = {200}},
      {.method = "PUT",
       .pattern = "/api/v1/projects/{project}",
       .summary = "Applies a project's spec; tells what changed and what is missing.",
       .serve = call(apply_project),
       .query = {{"dry_run", "boolean",
                  "true: says what would change, asks the repository, changes nothing."}},
       .body = spec_fields(),
       .answers = {200, 400, 409, 422},
       .keyed = true},
      {.method = "GET",
       .pattern = "/api/v1/projects/{project}",
       .summary = "Reads the applied spec back.",
       .serve = call(get_project),
       .query = {min_position},
       .answers = {200, 404}},
      {.method = "GET",
       .pattern = "/api/v1/projects/{project}/refs",
       .summary = "Lists the branches and tags of the project's repository.",
       .serve = call(list_refs),
       .answers = {200, 404, 422, 503}},
      {.method = "GET",
       .pattern = "/api/v1/environments",
       .summary = "Lists the environments and what runs in them.",
       .serve = call(list_environments),
       .query = {min_position},
       .answers = {200}},
      {.method = "GET",
       .pattern = "/api/v1/releases",
       .summary = "Lists releases, newest first.",
       .serve = call(list_releases),
       .query = {{"project", "string", "Only of this project."},
                 {"status", "string", "building, built or failed."},
                 {"after", "integer", "`next` of the page before."},
                 limit,
                 min_position},
       .answers = {200, 400}},
      {.method = "GET",
       .pattern = "/api/v1/nodes",
       .summary = "Lists the nodes.",
       .serve = call(list_nodes),
       .query = {min_position},
       .answers = {200}},
      {.method = "POST",
       .pattern = "/api/v1/nodes",
       .summary = "Registers a node or changes it; shows an ssh node's host key to be confirmed.",
       .serve = call(register_node),
       .body = node_fields(),
       .answers = {201, 200, 400, 409, 503},
       .keyed = true},
      {.method = "DELETE",
       .pattern = "/api/v1/nodes/{node}",
       .summary =
           "Removes a node; nothing on it is touched. still_reached_by: deployments that run now and go on "
           "to reach it, as planned.",
       .serve = call(remove_node),
       .query = {{"force", "boolean", "true: even when it is the only node of a live environment."}},
       .answers = {200, 404, 422},
       .keyed = true},
      {.method = "POST",
       .pattern = "/api/v1/nodes/{node}/check",
       .summary = "Lets a worker look at a node now: connection, disk, transfer.",
       .serve = call(check_node),
       .answers = {200, 404, 503}},

      {.method = "POST",
       .pattern = deployments,
       .summary = "Asks for a deployment of a commit, a ref or a release: one of them.",
       .serve = call(request_deployment),
       .body = {{"commit", "string", "40 lower-case hex digits."},
                {"ref", "string", "A branch or tag: its present head."},
                {"release", "string", "A built release, as rel_…"},
                dry_run},
       .answers = {202, 200, 400, 404, 409, 422, 503},
       .keyed = true},
      {.method = "POST",
       .pattern = rollback,
       .summary = "Asks to go back to the release before, or to a named one.",
       .serve = call(request_rollback),
       .body = {{"to", "string", "A release that was live here, as rel_…"}, dry_run},
       .answers = {202, 200, 400, 404, 409, 422},
       .keyed = true},
      {.method = "DELETE",
       .pattern = quarantine,
       .summary = "Lets automatic deployments take a quarantined commit again.",
       .serve = call(release_quarantine),
       .answers = {202, 404, 409},
       .keyed = true},
      {.method = "GET",
       .pattern = "/api/v1/deployments",
       .summary = "Lists deployments, newest first.",
       .serve = call(list_deployments),
       .query = {{"project", "string", "Only of this project."},
                 {"environment", "string", "Only of this environment."},
                 {"status", "string", "Only with this status."},
                 {"after", "integer", "`next` of the page before."},
                 limit,
                 min_position},
       .answers = {200, 400}},
      {.method = "GET",
       .pattern = "/api/v1/deployments/{id}",
       .summary = "Shows one deployment with its plan, steps and causes.",
       .serve = call(get_deployment),
       .answers = {200, 404}},
      {.method = "GET",
       .pattern = "/api/v1/deployments/{id}/log",
       .summary = "Gives the output of a deployment's steps: text, or lines of JSON when Accept asks for "
                  "application/x-ndjson.",
       .serve = call(get_log),
       .query = {{"step", "string", "Only of this step."},
                 {"after", "integer", "Only lines after this one of the step."}},
       .answers = {200, 400, 404}},
      {.method = "POST",
       .pattern = "/api/v1/deployments/{id}/cancel",
       .summary = "Cancels a deployment; nodes that have switched go back.",
       .serve = call(cancel_deployment),
       .answers = {202, 404, 409},
       .keyed = true},
      {.method = "POST",
       .pattern = "/api/v1/deployments/{id}/retry",
       .summary = "Goes on with, or asks again for, a deployment that did not succeed.",
       .serve = call(retry_deployment),
       .answers = {202, 404, 409},
       .keyed = true},
      {.method = "POST",
       .pattern = "/api/v1/deployments/{id}/mark-done",
       .summary = "Takes the step a deployment waits on as done.",
       .serve = call(mark_done),
       .answers = {202, 404, 409},
       .keyed = true},

      {.method = "GET",
       .pattern = "/api/v1/events",
       .summary = "Gives the log's events in position order; lines of JSON when Accept asks for "
                  "application/x-ndjson.",
       .serve = call(list_events),
       .query = {{"after", "integer", "Only events after this position."},
                 {"stream", "string", "Only of this stream."},
                 {"type", "string", "Only of this type."},
                 {"newest", "boolean", "true: the last ones instead of the first, still in order."},
                 limit},
       .answers = {200, 400}},
      {.method = "GET",
       .pattern = "/api/v1/deliveries",
       .summary = "Lists what hooks and keyed commands brought, oldest first; never a signature.",
       .serve = call(list_deliveries),
       .query = {{"source", "string", "Only from here, as github."},
                 after_row,
                 limit,
                 {"body", "integer", "1: with the bodies, at most ten a page."}},
       .answers = {200, 400}},
      {.method = "POST",
       .pattern = "/api/v1/vacuum",
       .summary = "Applies retention now: bodies of deliveries older than 30 days, output older than 90.",
       .serve = call(vacuum),
       .answers = {200, 409},
       .keyed = true},
      {.method = "GET",
       .pattern = "/api/v1/board",
       .summary = "Gives the whole dashboard state.",
       .serve = call(get_board),
       .query = {min_position, {"at", "string", "Not yet: every value is refused with 400."}},
       .answers = {200, 400}},
      {.method = "GET",
       .pattern = "/api/v1/live",
       .summary = "The live feed, a WebSocket.",
       .serve_socket =
           [&with](std::shared_ptr<websocket> socket, request_context context) {
             return serve_live(with.picture, with.authority, std::move(socket), std::move(context),
                               with.recheck_sockets);
           },
       .query = {{"after", "integer", "Goes on after this position instead of beginning with a snapshot."}},
       .answers = {101, 403, 426}},
  };
}

}  // namespace

std::vector<http::route> routes(parts& with) {
  auto table = rows(with);
  for (auto& row : table) {
    if (!row.serve) continue;
    row.serve = [&with, inner = std::make_shared<const http::route>(row)](request_context context) {
      return answer(with, inner, std::move(context));
    };
  }
  return table;
}

}  // namespace eeveon::api
