// The way from an empty board to the first deployment: what is done, what is next, what to paste where.
#include <algorithm>
#include <boost/url/parse.hpp>

#include "core/project/fields.hpp"
#include "core/system/events.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

std::string hook_path(const std::string& name) {
  return name.empty() ? "/hooks/github" : "/hooks/github/" + name;
}

// Could somebody on the internet have this server's address? A loopback one is nobody else's.
bool is_loopback(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed) return false;
  const std::string host(parsed->host_address());
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

json::object check(const char* id, bool done, std::string text, std::string next) {
  return {{"id", id}, {"done", done}, {"text", std::move(text)}, {"next", done ? "" : std::move(next)}};
}

}  // namespace

asio::awaitable<http_reply> get_setup(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  const auto& now = with.picture.now();
  const auto& projects = now.projects();
  const auto& environments = now.environments();
  const bool bound = std::ranges::any_of(projects, [](const auto& p) { return p.second.repository_bound; });
  const bool live =
      std::ranges::any_of(environments, [](const auto& e) { return e.second.current.has_value(); });
  json::array hooks;
  for (const auto& [name, secrets] : with.hook_secrets)
    hooks.push_back(json::object{
        {"name", name}, {"url", with.public_url + hook_path(name)}, {"secret_known", !secrets.empty()}});
  json::array checks;
  checks.push_back(check("node", !now.nodes().empty(), "A node to deploy to",
                         "register one: eeveon nodes add NAME --address HOST --user USER --root FOLDER"));
  checks.push_back(check("project", !projects.empty(), "A project with an environment",
                         "apply one: eeveon apply -f project.yaml"));
  checks.push_back(check("webhook", bound, "A signed push from its repository",
                         "add the webhook to the repository, with this URL and secret, and push"));
  checks.push_back(check("deployment", live, "A first release live", "push to the branch, or press Deploy"));
  const auto first = with.hook_secrets.find("");
  json::object answer{{"webhook_url", with.public_url + hook_path("")},
                      {"webhook_content_type", "application/json"},
                      {"events", {"push", "release"}},
                      {"secret_known", first != with.hook_secrets.end() && !first->second.empty()},
                      {"reachable_from_outside", !is_loopback(with.public_url)},
                      {"hooks", std::move(hooks)},
                      {"checks", std::move(checks)}};
  co_return co_await projected(with, context, http::json_reply(200, json::serialize(answer)));
}

asio::awaitable<http_reply> show_webhook_secret(parts& with, request_context context) {
  auto body = body_of(context);
  if (!body) co_return http::problem(body.error());
  mistakes wrong;
  fields in(*body, "", wrong, {"hook"});
  const auto name = in.text("hook");
  if (wrong) co_return http::problem(*wrong);
  const auto found = with.hook_secrets.find(name);
  if (found == with.hook_secrets.end() || found->second.empty())
    co_return http::problem(404, "there is no hook of this name", "not_found", "hook");
  append_command command;
  command.streams.push_back({system_stream, std::nullopt, {make_event(webhook_secret_shown{name})}});
  auto reply =
      co_await commit(with, context, std::move(command), {{"url", with.public_url + hook_path(name)}}, 200);
  if (reply.status != 200) co_return reply;
  auto answer = json::parse(reply.body).as_object();
  answer["secret"] = found->second.back();  // the new one, while one is being replaced
  reply.body = json::serialize(answer);
  co_return reply;
}

}  // namespace eeveon::api
