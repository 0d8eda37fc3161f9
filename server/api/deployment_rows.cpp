// Rows of the API: what is asked of an environment, and what came of it.
#include "server/api/rows.hpp"

namespace eeveon::api {
namespace {

constexpr described note{"note", "string",
                         "Why, in your words: one line of at most 500 characters, kept in the log."};

}  // namespace

std::vector<http::route> deployment_rows(parts& with) {
  const auto call = [&with](api_handler handler) { return bind(with, handler); };
  const std::string_view environment = "/api/v1/projects/{project}/environments/{environment}";
  static const std::string deployments = std::string(environment) + "/deployments",
                           rollback = std::string(environment) + "/rollback",
                           quarantine = std::string(environment) + "/quarantine/{commit}",
                           why = std::string(environment) + "/why";
  return {
      {.method = "POST",
       .pattern = deployments,
       .summary = "Asks for a deployment of a commit, a ref or a release: one of them.",
       .serve = call(request_deployment),
       .body = {{"commit", "string", "40 lower-case hex digits."},
                {"ref", "string", "A branch or tag: its present head."},
                {"release", "string", "A built release, as rel_…"},
                note,
                dry_run},
       .answers = {202, 200, 400, 404, 409, 422, 503},
       .keyed = true},
      {.method = "POST",
       .pattern = rollback,
       .summary = "Asks to go back to the release before, or to a named one.",
       .serve = call(request_rollback),
       .body = {{"to", "string", "A release that was live here, as rel_…"}, note, dry_run},
       .answers = {202, 200, 400, 404, 409, 422},
       .keyed = true},
      {.method = "GET",
       .pattern = why,
       .summary = "Tells why each node runs what it runs, from what put it there back to the push.",
       .serve = call(tell_why),
       .query = {{"node", "string", "Only this one."}},
       .answers = {200, 404}},
      {.method = "DELETE",
       .pattern = quarantine,
       .summary = "Lets automatic deployments take a quarantined commit again.",
       .serve = call(release_quarantine),
       .body = {note},
       .answers = {202, 400, 404, 409},
       .keyed = true},
      {.method = "GET",
       .pattern = "/api/v1/deployments/{id}",
       .summary = "Shows one deployment with its plan, steps, waits and causes.",
       .serve = call(get_deployment),
       .answers = {200, 404}},
      {.method = "GET",
       .pattern = "/api/v1/deployments/{id}/changes",
       .summary = "Tells which commits and files differ from what was live before a deployment, as far as "
                  "builds have noted them.",
       .serve = call(get_changes),
       .answers = {200, 404}},
      {.method = "GET",
       .pattern = "/api/v1/deployments/{id}/log",
       .summary =
           "Gives the output of a deployment's steps, its build's first: text, or lines of JSON when "
           "Accept asks for application/x-ndjson. Eeveon-End: where it ends, for `after`; Eeveon-Next: "
           "the same, where an answer was cut for its size (32 MiB); Eeveon-Earlier: true when a `tail` "
           "has left something out.",
       .serve = call(get_log),
       .query = {{"step", "string", "Only of this step."},
                 {"after", "string",
                  "Only what came behind this place, as Eeveon-End or Eeveon-Next said it."},
                 {"since", "string", "Only what was stored at this time or later (RFC 3339)."},
                 {"tail", "integer", "Only the last lines, this many; not with `after`."}},
       .answers = {200, 400, 404}},
      {.method = "POST",
       .pattern = "/api/v1/deployments/{id}/cancel",
       .summary = "Cancels a deployment; nodes that have switched go back.",
       .serve = call(cancel_deployment),
       .body = {note},
       .answers = {202, 400, 404, 409},
       .keyed = true},
      {.method = "POST",
       .pattern = "/api/v1/deployments/{id}/retry",
       .summary = "Goes on with, or asks again for, a deployment that did not succeed.",
       .serve = call(retry_deployment),
       .body = {note},
       .answers = {202, 400, 404, 409},
       .keyed = true},
      {.method = "POST",
       .pattern = "/api/v1/deployments/{id}/mark-done",
       .summary = "Takes the step a deployment waits on as done.",
       .serve = call(mark_done),
       .body = {note},
       .answers = {202, 400, 404, 409},
       .keyed = true},
  };
}

}  // namespace eeveon::api
