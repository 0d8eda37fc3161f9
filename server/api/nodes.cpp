// Nodes: registered, listed, looked at, removed.
#include <algorithm>

#include "core/base/base64.hpp"
#include "core/base/label.hpp"
#include "core/base/names.hpp"
#include "core/node/host_key.hpp"
#include "core/project/fields.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

// As `ssh-keygen -lf` shows it.
std::string fingerprint(std::string_view key) {
  const auto blob = parse_base64(key.substr(std::min(key.find(' ') + 1, key.size())));
  if (!blob) return {};
  auto text = to_base64(as_bytes(sha256(*blob)));
  text.erase(text.find('='));
  return "SHA256:" + text;
}

// The environments where something is live on this node alone, as "shop production, shop staging".
std::string rests_on(const views& now, const std::string& node) {
  std::string out;
  for (const auto& [key, row] : now.environments())
    if (row.current && row.nodes.size() == 1 && row.nodes.front() == node)
      out += (out.empty() ? "" : ", ") + row.project + " " + row.name;
  return out;
}

json::object found_out(std::string what, const char* state, std::string remark) {
  return {{"what", std::move(what)}, {"state", state}, {"remark", std::move(remark)}};
}

// What registering would mean beside the way to the machine: a name that is taken, environments it would
// serve.
json::array would_mean(const directory& known, const node_registered& node) {
  json::array out;
  if (known.nodes().contains(node.name))
    out.push_back(found_out("name", "warning", "a node of this name is registered: it would be changed"));
  std::string serves;
  for (const auto& [name, project] : known.projects())
    for (const auto& environment : project.spec.environments) {
      const bool named = std::ranges::find(environment.names, node.name) != environment.names.end();
      const bool grouped = std::ranges::find(node.groups, environment.group) != node.groups.end();
      if (named || grouped) serves += (serves.empty() ? "" : ", ") + name + " " + environment.name;
    }
  out.push_back(serves.empty() ? found_out("environments", "warning",
                                           "no environment names it or one of its groups: nothing would be "
                                           "deployed to it yet")
                               : found_out("environments", "ok", "it would serve " + serves));
  return out;
}

// The way to the machine as far as the server can go it; the login is a worker's, once the node is
// registered.
asio::awaitable<http_reply> try_node(parts& with, node_registered node) {
  co_await catch_up(with);
  auto findings = would_mean(with.picture.now().known(), node);
  json::object answer{{"dry_run", true}, {"name", node.name}, {"reachable", true}};
  if (node.kind == "ssh") {
    auto keys = co_await with.nodes.scan_host_keys(node.address, node.port);
    const bool shown = keys && !keys->empty();
    answer["reachable"] = shown;
    const auto place = node.address + " port " + std::to_string(node.port);
    if (!shown)
      findings.push_back(
          found_out("connection", "failed", keys ? place + " shows no host key" : keys.error().detail));
    else
      findings.push_back(found_out("connection", "ok", place + " answers as an ssh server"));
    if (shown && !node.host_key.empty()) {
      const bool same = std::ranges::find(*keys, node.host_key) != keys->end();
      findings.push_back(same ? found_out("host key", "ok", "the machine shows the key that was given")
                              : found_out("host key", "failed",
                                          "the machine shows another key than the one that was given"));
    }
    if (shown) {
      answer["host_key"] = keys->front();
      answer["fingerprint"] = fingerprint(keys->front());
      answer["host_keys"] = json::value_from(*keys);
    }
  }
  answer["findings"] = std::move(findings);
  co_return http::json_reply(200, json::serialize(answer));
}

}  // namespace

asio::awaitable<http_reply> list_nodes(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  json::array out;
  for (const auto& [name, row] : with.picture.now().nodes()) {
    auto shown = to_row_json(row);
    const auto& known = with.picture.now().known().nodes();
    if (const auto node = known.find(name); node != known.end()) {
      shown["root"] = node->second.root;
      if (node->second.kind == "ssh") shown["user"] = node->second.user, shown["port"] = node->second.port;
    }
    out.push_back(std::move(shown));
  }
  co_return co_await projected(
      with, context, http::json_reply(200, json::serialize(json::object{{"nodes", std::move(out)}})));
}

asio::awaitable<http_reply> get_loads(parts& with, request_context) {
  auto nodes = co_await with.loads.look(std::chrono::seconds(2));
  co_return http::json_reply(
      200, json::serialize(json::object{{"at", to_rfc3339(with.clock.now())}, {"nodes", std::move(nodes)}}));
}

asio::awaitable<http_reply> register_node(parts& with, request_context context) {
  auto body = body_of(context);
  if (!body) co_return http::problem(body.error());
  mistakes wrong;
  fields in(*body, "", wrong,
            {"name", "kind", "address", "root", "user", "port", "groups", "host_key", "dry_run"});
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
    if (!wrong && !parsed) in.reject(field, parsed.error().detail);
  };
  if (const auto name = node_name::parse(node.name); !wrong && !name) {
    const auto like = label_like(node.name);
    in.reject("name", "must be 1 to 63 lower-case letters, digits and inner dashes" +
                          (like.empty() ? "" : ", as " + like));
  }
  check(host_name::parse(node.address), "address");
  check(abs_path::parse(node.root), "root");
  if (node.kind == "ssh" || !node.user.empty()) check(user_name::parse(node.user), "user");
  for (const auto& group : node.groups) check(node_name::parse(group), "groups");
  if (node.kind == "ssh" && !node.host_key.empty()) check(check_host_key(node.host_key), "host_key");
  const auto* asked = in.find("dry_run");
  if (asked && !asked->is_bool()) in.reject("dry_run", "must be true or false");
  if (wrong) co_return http::problem(*wrong);
  if (asked && asked->get_bool()) co_return co_await try_node(with, std::move(node));
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
  co_await catch_up(with);
  const auto& known = with.picture.now().known().nodes();
  const auto before = known.find(node.name);
  json::object answer{{"name", node.name}, {"result", before == known.end() ? "added" : "changed"}};
  auto registered = make_event(node);
  // Registering the same again is no news.
  if (before != known.end() && make_event(before->second).data == registered.data) {
    answer["result"] = "unchanged";
    answer["position"] = with.picture.position();
    co_return http::json_reply(200, json::serialize(answer));
  }
  const int status = before == known.end() ? 201 : 200;
  append_command command;
  command.streams.push_back({node_stream(node.name), std::nullopt, {std::move(registered)}});
  co_return co_await commit(with, context, std::move(command), std::move(answer), status);
}

asio::awaitable<http_reply> remove_node(parts& with, request_context context) {
  co_await catch_up(with);
  const std::string name(context.parameter("node"));
  if (!with.picture.now().nodes().contains(name))
    co_return http::problem(404, "there is no node of this name", "not_found");
  if (const auto places = rests_on(with.picture.now(), name);
      !places.empty() && !is_set(context.request, "force"))
    co_return http::problem(
        fail(errc::refused,
             "it is the only node of " + places +
                 ", where a release is live: nothing could be deployed or taken back there any more; "
                 "`force` removes it all the same",
             "node")
            .error());
  append_command command;
  command.streams.push_back({node_stream(name), std::nullopt, {make_event(node_removed{name})}});
  // A plan carries its nodes: what runs goes on as it was shown.
  json::array running;
  for (const auto& [key, environment] : with.picture.now().environments())
    if (environment.lock && std::ranges::find(environment.nodes, name) != environment.nodes.end())
      running.emplace_back(environment.lock->deployment);
  json::object answer{{"name", name}, {"still_reached_by", std::move(running)}};
  co_return co_await commit(with, context, std::move(command), std::move(answer), 200);
}

asio::awaitable<http_reply> check_node(parts& with, request_context context) {
  co_await catch_up(with);
  const std::string name(context.parameter("node"));
  if (!with.picture.now().nodes().contains(name))
    co_return http::problem(404, "there is no node of this name", "not_found");
  auto found = co_await with.checks.ask(channel_node_check,
                                        {.check = make_id("chk", with.clock.fresh_uuid()), .node = name});
  if (!found) co_return http::problem(found.error());
  co_return http::json_reply(200, json::serialize(*found));
}

}  // namespace eeveon::api
