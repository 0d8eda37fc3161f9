// Projects and nodes: applied, read, registered, removed.
#include "catalog/actions/git.hpp"
#include "core/base/base64.hpp"
#include "core/base/names.hpp"
#include "core/project/fields.hpp"
#include "server/api/handlers.hpp"
#include "server/services/remote_refs.hpp"

namespace eeveon::api {

namespace {

// "type base64" as in known_hosts: nothing in it can start another line or option there.
bool is_host_key(std::string_view key) {
  const auto space = key.find(' ');
  if (space == key.npos || key.size() > 2000 || !parse_base64(key.substr(space + 1))) return false;
  const auto type = key.substr(0, space);
  return !type.empty() && type.front() != '-' &&
         type.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.@") ==
             type.npos;
}

// As `ssh-keygen -lf` shows it.
std::string fingerprint(std::string_view key) {
  const auto blob = parse_base64(key.substr(std::min(key.find(' ') + 1, key.size())));
  if (!blob) return {};
  auto text = to_base64(as_bytes(sha256(*blob)));
  text.erase(text.find('='));
  return "SHA256:" + text;
}

}  // namespace

asio::awaitable<http_reply> apply_project(parts& with, request_context context) {
  auto body = body_of(context);
  if (!body) co_return http::problem(body.error());
  auto spec = parse_spec(*body);
  if (!spec) co_return http::problem(spec.error());
  if (spec->name != context.parameter("project"))
    co_return http::problem(
        fail(errc::invalid,
             "project must be '" + std::string(context.parameter("project")) + "', as in the address",
             "project")
            .error());
  if (auto url = allowed_repository(spec->repository, with.file_roots); !url)
    co_return http::problem(fail(url.error().code, url.error().detail, "repository").error());
  co_await catch_up(with);
  const auto* before = with.picture.now().known().project(spec->name);
  json::object answer{{"project", spec->name}};
  // Applying the same again is no news.
  if (before && before->applied == body->as_object()) {
    answer["position"] = with.picture.position();
    answer["unchanged"] = true;
    co_return http::json_reply(200, json::serialize(answer));
  }
  append_command command;
  command.streams.push_back({project_stream(spec->name),
                             std::nullopt,
                             {make_event(project_applied{spec->name, body->as_object()})}});
  co_return co_await commit(with, context, std::move(command), std::move(answer), 200);
}

asio::awaitable<http_reply> get_project(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  const auto* project = with.picture.now().known().project(context.parameter("project"));
  if (!project) co_return http::problem(404, "there is no project of this name", "not_found");
  json::object answer{{"spec", project->applied},
                      {"repository", project->url},
                      {"repository_bound", !project->repository_id.empty()},
                      {"position", with.picture.position()}};
  co_return co_await projected(with, context, http::json_reply(200, json::serialize(answer)));
}

asio::awaitable<http_reply> list_refs(parts& with, request_context context) {
  co_await catch_up(with);
  const auto* project = with.picture.now().known().project(context.parameter("project"));
  if (!project) co_return http::problem(404, "there is no project of this name", "not_found");
  auto refs = co_await remote_refs(with.programs, project->url, with.file_roots);
  if (!refs) co_return http::problem(refs.error());
  json::array list;
  for (const auto& [name, commit] : *refs) list.push_back(json::object{{"ref", name}, {"commit", commit}});
  co_return http::json_reply(200, json::serialize(json::object{{"refs", std::move(list)}}));
}

asio::awaitable<http_reply> register_node(parts& with, request_context context) {
  auto body = body_of(context);
  if (!body) co_return http::problem(body.error());
  std::optional<failure> mistake;
  fields in(*body, "", mistake, {"name", "kind", "address", "root", "user", "port", "groups", "host_key"});
  node_registered node{.name = in.required_text("name"),
                       .kind = in.one_of("kind", "ssh", {"local", "ssh"}),
                       .address = in.text("address"),
                       .root = in.required_text("root"),
                       .user = in.text("user"),
                       .port = static_cast<int>(in.number("port", 22, 1, 65535)),
                       .host_key = in.text("host_key"),
                       .groups = in.words("groups")};
  if (node.address.empty())
    node.kind == "local" ? void(node.address = "127.0.0.1") : in.reject("address", "is missing");
  const auto check = [&](auto parsed, const char* field) {
    if (!mistake && !parsed) in.reject(field, parsed.error().detail);
  };
  check(node_name::parse(node.name), "name");
  check(host_name::parse(node.address), "address");
  check(abs_path::parse(node.root), "root");
  if (node.kind == "ssh" || !node.user.empty()) check(user_name::parse(node.user), "user");
  for (const auto& group : node.groups) check(node_name::parse(group), "groups");
  if (node.kind == "ssh" && !node.host_key.empty() && !is_host_key(node.host_key))
    in.reject("host_key", "must be a key type and the key in base64, as ssh-keyscan prints them");
  if (mistake) co_return http::problem(*mistake);
  if (node.kind == "ssh" && node.host_key.empty()) {
    auto keys = co_await with.nodes.scan_host_keys(node.address, node.port);
    if (!keys) co_return http::problem(keys.error());
    if (keys->empty())
      co_return http::problem(fail(errc::unavailable, "the node shows no host key", "address").error());
    auto problem = http::problem(
        409,
        "confirm the node's host key: send the same again with this host_key, after comparing it on the node",
        "host_key_unconfirmed", "host_key");
    auto document = json::parse(problem.body).as_object();
    document["host_key"] = keys->front();
    document["fingerprint"] = fingerprint(keys->front());
    document["host_keys"] = json::value_from(*keys);
    problem.body = json::serialize(document);
    co_return problem;
  }
  append_command command;
  command.streams.push_back({node_stream(node.name), std::nullopt, {make_event(node)}});
  json::object answer{{"name", node.name}};
  co_return co_await commit(with, context, std::move(command), std::move(answer), 201);
}

asio::awaitable<http_reply> remove_node(parts& with, request_context context) {
  co_await catch_up(with);
  const std::string name(context.parameter("node"));
  if (!with.picture.now().nodes().contains(name))
    co_return http::problem(404, "there is no node of this name", "not_found");
  append_command command;
  command.streams.push_back({node_stream(name), std::nullopt, {make_event(node_removed{name})}});
  json::object answer{{"name", name}};
  co_return co_await commit(with, context, std::move(command), std::move(answer), 200);
}

}  // namespace eeveon::api
