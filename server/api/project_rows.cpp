// Rows of the API: projects, environments, releases and nodes.
#include "server/api/rows.hpp"

namespace eeveon::api {
namespace {

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
          {"host_key", "string", "ssh only: the confirmed key, as ssh-keyscan prints it."},
          {"dry_run", "boolean", "Tries the way to it and registers nothing."}};
}

}  // namespace

std::vector<http::route> project_rows(parts& with) {
  const auto call = [&with](api_handler handler) { return bind(with, handler); };
  return {
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
      {.method = "POST",
       .pattern = "/api/v1/repositories/test",
       .summary = "Tells whether a repository can be read from here, and its branches.",
       .serve = call(try_repository),
       .body = {{"repository", "string", "Clone address: https, ssh or file.", true}},
       .answers = {200, 400}},
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
      {.method = "GET",
       .pattern = "/api/v1/nodes/load",
       .summary = "Tells how busy the nodes are: load, memory and disk, as far as they were asked lately.",
       .serve = call(get_loads),
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
       .summary =
           "Lets a worker look at a node now: connection, disk, transfer. public_key is what it logs in "
           "with over ssh.",
       .serve = call(check_node),
       .answers = {200, 400, 404, 503}},
  };
}

}  // namespace eeveon::api
