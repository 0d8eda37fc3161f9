#include "core/project/spec.hpp"

#include <algorithm>

#include "core/base/names.hpp"
#include "core/project/fields.hpp"
#include "core/repository/submodule.hpp"

namespace eeveon {
namespace {

bool is_inside_path(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.size() > 1024) return false;
  for (const char c : path)
    if (static_cast<unsigned char>(c) < ' ' || c == 127) return false;
  std::size_t start = 0;
  while (start <= path.size()) {
    const auto end = std::min(path.find('/', start), path.size());
    const auto part = path.substr(start, end - start);
    if (part == ".." || part == "." || part.empty()) return end == path.size() && part.empty() && start != 0;
    start = end + 1;
  }
  return true;
}

bool is_hook(std::string_view path) {
  constexpr std::string_view github = "/hooks/github";
  if (!path.starts_with(github)) return false;
  path.remove_prefix(github.size());
  return path.empty() ||
         (path.size() > 1 && path.front() == '/' && path.find_first_of("/?# ", 1) == std::string_view::npos);
}

// "{node}", or "{node}:8080": a check can reach nothing else.
bool is_node(std::string_view authority, bool with_port) {
  if (!authority.starts_with("{node}")) return false;
  authority.remove_prefix(6);
  if (authority.empty()) return !with_port;
  return authority.front() == ':' && authority.size() > 1 && authority.size() <= 6 &&
         authority.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

// Replaces what stands there and leaves the rest, so that a commit's recipe can be laid over the applied one.
void read_recipe(fields& in, recipe& out, mistakes& wrong) {
  if (const auto* build = in.find("build")) {
    fields f(*build, in.path_of("build"), wrong, {"run", "output", "limits"});
    if (f.has("run")) out.build = f.commands("run");
    out.output = f.text("output", out.output);
    if (!out.output.empty() && !is_inside_path(out.output))
      f.reject("output", "must be a folder inside the repository");
    if (out.output.ends_with('/')) out.output.pop_back();
    if (const auto* limits = f.find("limits")) {
      fields l(*limits, f.path_of("limits"), wrong, {"time", "output"});
      out.time_limit = l.duration("time", out.time_limit);
      out.output_limit = l.size("output", out.output_limit);
    }
  }
  if (const auto* test = in.find("test")) {
    fields f(*test, in.path_of("test"), wrong, {"run"});
    if (f.has("run")) out.test = f.commands("run");
  }
  if (const auto* hooks = in.find("hooks")) {
    fields f(*hooks, in.path_of("hooks"), wrong, {"before", "after"});
    if (f.has("before")) out.hooks_before = f.commands("before");
    if (f.has("after")) out.hooks_after = f.commands("after");
  }
  if (in.has("shared")) out.shared = in.words("shared");
  for (auto& path : out.shared) {
    if (!is_inside_path(path) || path.starts_with(".eeveon"))
      in.reject("shared", "must list paths inside the release");
    if (path.ends_with('/')) path.pop_back();
  }
  if (in.has("ignore")) out.ignore = in.words("ignore");
}

// What nodes would refuse, said where it can be mended. Recorded recipes are read without it: they were let
// in once.
void check_shared(fields& in, const recipe& read) {
  for (const auto& path : read.shared) {
    if (const auto* why = naming::rel_path::why_not(path))
      in.reject("shared", "has the path '" + path + "', which " + why);
    if (path.find("/.eeveon") != std::string::npos) in.reject("shared", "must not name .eeveon folders");
    for (const auto& outer : read.shared)
      if (path.starts_with(outer + '/'))
        in.reject("shared", "has '" + path + "' inside '" + outer +
                                "', which is shared as a whole already: name one of them");
  }
}

void check_submodules(fields& in, const std::vector<std::string>& sources) {
  if (sources.size() > 100) in.reject("submodules", "may have 100 entries at most");
  for (std::size_t i = 0; i < sources.size(); ++i)
    if (const auto source = submodule_source::parse(sources[i]); !source)
      in.reject(
          "submodules",
          "entry " + std::to_string(i + 1) + ' ' + source.error().detail +
              ": name a repository, as https://github.com/acme/lib, or all directly below one owner, as "
              "https://github.com/acme/*");
}

health_check read_health(const json::value& from, const std::string& path, mistakes& wrong) {
  fields f(from, path, wrong, {"http", "tcp", "command", "attempts", "backoff", "timeout"},
           {"expect", "body"});
  health_check out;
  out.http = f.text("http");
  if (f.has("http")) {
    const auto start = out.http.starts_with("http://") ? 7u : out.http.starts_with("https://") ? 8u : 0u;
    const auto rest = std::string_view(out.http).substr(start);
    if (!start)
      f.reject("http", "must be a URL, as http://{node}:8080/healthz");
    else if (!is_node(rest.substr(0, rest.find_first_of("/?#")), false))
      f.reject("http", "must reach a registered node: use {node} as the host");
  }
  out.tcp = f.text("tcp");
  if (f.has("tcp") && !is_node(out.tcp, true)) f.reject("tcp", "must be {node} and a port, as {node}:5432");
  if (const auto* command = f.find("command")) {
    fields c(*command, f.path_of("command"), wrong, {"run", "on"});
    const auto argv = c.commands("run");
    if (argv.size() != 1)
      c.reject("run", "must hold one argument list, as [[\"bin/check\",\"{node}\"]]");
    else
      out.command = argv.front();
    out.command_on = c.one_of("on", "node", {"node", "worker"});
  }
  if (f.has("http") + f.has("tcp") + f.has("command") != 1)
    f.reject("", "must name one of http, tcp and command");
  out.attempts = static_cast<int>(f.number("attempts", 3, 1, 100));
  out.backoff = f.duration("backoff", out.backoff);
  out.timeout = f.duration("timeout", out.timeout);
  return out;
}

environment_spec read_environment(std::string name, const json::value& from, const std::string& path,
                                  mistakes& wrong) {
  fields f(
      from, path, wrong, {"deploy_on", "nodes", "strategy", "queue", "health"},
      {"approvals", "windows", "freeze", "secrets", "notify", "scale", "metrics", "promote", "previews"});
  environment_spec out;
  out.name = std::move(name);
  if (const auto* rule = f.find("deploy_on")) {
    fields d(*rule, f.path_of("deploy_on"), wrong, {"push", "release"}, {"schedule", "pull_request"});
    if (const auto* push = d.find("push")) {
      if (push->is_string())
        out.push.emplace_back(push->get_string());
      else
        out.push = d.words("push");
      for (const auto& ref : out.push)
        if (!git_ref::parse(ref))
          d.reject("push", "must be a branch name or a whole ref, as main or refs/heads/main");
    }
    if (d.has("release")) out.on_release = d.one_of("release", "published", {"published"}) == "published";
  }
  if (const auto* nodes = f.find("nodes")) {
    fields n(*nodes, f.path_of("nodes"), wrong, {"group", "names"});
    out.group = n.text("group");
    out.names = n.words("names");
    if (out.group.empty() == out.names.empty()) n.reject("", "must name one of group and names");
  } else {
    f.reject("nodes", "is missing: { group: … } or { names: […] }; nobody is ever deployed to by default");
  }
  out.strategy = f.one_of("strategy", "all_at_once", {"all_at_once"}, {"rolling", "canary", "blue_green"});
  out.queue = f.one_of("queue", "supersede", {"supersede", "queue", "refuse"});
  if (const auto* health = f.find("health")) out.health = read_health(*health, f.path_of("health"), wrong);
  return out;
}

json::array to_json(const argv_list& commands) {
  json::array out;
  for (const auto& argv : commands) out.push_back(json::value_from(argv));
  return out;
}

}  // namespace

const environment_spec* project_spec::find(std::string_view environment) const {
  for (const auto& e : environments)
    if (e.name == environment) return &e;
  return nullptr;
}

std::string whole_ref(std::string_view rule) {
  return rule.starts_with("refs/") ? std::string(rule) : "refs/heads/" + std::string(rule);
}

namespace {

project_spec read_spec(const json::value& from, mistakes& wrong) {
  fields f(from, "", wrong,
           {"project", "repository", "poll", "webhook", "build", "test", "hooks", "shared", "ignore",
            "submodules", "keep", "environments"},
           {"approvals", "secrets", "notify", "metrics", "migrations", "monorepo"});
  project_spec out;
  out.name = f.required_text("project");
  if (!out.name.empty() && !project_name::parse(out.name))
    f.reject("project", "must be 1 to 63 of a-z, 0-9 and '-', as shop or web-shop");
  out.repository = f.required_text("repository");
  if (const auto url = repository_url::parse(out.repository); !url && !out.repository.empty()) {
    const auto& why = url.error().detail;
    f.reject("repository", why.substr(why.find(' ') + 1));
  }
  if (f.has("poll")) {
    out.poll = f.duration("poll", std::chrono::seconds(60));
    if (out.poll->count() < 1000) f.reject("poll", "must be at least 1s");
  }
  out.webhook = f.text("webhook");
  if (!out.webhook.empty() && !is_hook(out.webhook))
    f.reject("webhook", "must be the path that stands on GitHub, as /hooks/github or /hooks/github/acme");
  read_recipe(f, out.build, wrong);
  check_shared(f, out.build);
  out.build.submodules = f.words("submodules");
  check_submodules(f, out.build.submodules);
  out.keep = static_cast<int>(f.number("keep", 5, 2, 1000));
  const auto* environments = f.find("environments");
  if (environments && !environments->is_object())
    f.reject("environments", "must be a mapping from names to environments, as production: { nodes: … }");
  if (environments && environments->is_object()) {
    for (const auto& member : environments->get_object()) {
      const std::string name(member.key());
      if (!environment_name::parse(name))
        f.reject("environments", "has a name that is not 1 to 63 of a-z, 0-9 and '-'");
      out.environments.push_back(read_environment(name, member.value(), "environments." + name, wrong));
    }
  }
  if (out.environments.empty()) f.reject("environments", "is missing: name at least one, as production");
  return out;
}

// Keys of a recipe laid over `applied`. `fresh`: a person has just written them; what was recorded may hold
// more than a commit may say.
result<recipe> lay_over(const recipe& applied, const json::value& from, bool fresh) {
  mistakes wrong;
  recipe out = applied;
  const json::value nothing = json::object{};
  const auto& given = from.is_null() ? nothing : from;
  auto f = fresh ? fields(given, "", wrong, {"build", "test", "hooks", "health", "shared", "ignore"})
                 : fields(given, "", wrong,
                          {"build", "test", "hooks", "health", "shared", "ignore", "submodules"});
  read_recipe(f, out, wrong);
  if (fresh)
    check_shared(f, out);
  else
    out.submodules = f.words("submodules");
  if (const auto* health = f.find("health")) {
    fields h(*health, "health", wrong, {"path"});
    out.health_path = h.text("path");
    if (out.health_path->empty() || out.health_path->front() != '/') h.reject("path", "must start with '/'");
  }
  if (wrong) {
    auto first = *wrong;
    first.detail = ".eeveon.yaml: " + first.detail;
    return std::unexpected(std::move(first));
  }
  return out;
}

}  // namespace

result<project_spec> parse_spec(const json::value& from) {
  mistakes wrong;
  auto out = read_spec(from, wrong);
  if (wrong) return std::unexpected(*wrong);
  return out;
}

std::vector<failure> spec_mistakes(const json::value& from) {
  mistakes wrong;
  read_spec(from, wrong);
  return wrong.all();
}

result<recipe> merge_recipe(const recipe& applied, const json::value& from_repository) {
  return lay_over(applied, from_repository, true);
}

json::object to_json(const recipe& r) {
  json::object build{{"run", to_json(r.build)},
                     {"limits",
                      {{"time", std::to_string(r.time_limit.count()) + "ms"},
                       {"output", std::to_string(r.output_limit) + "B"}}}};
  if (!r.output.empty()) build["output"] = r.output;
  json::object out{{"build", std::move(build)},
                   {"test", {{"run", to_json(r.test)}}},
                   {"hooks", {{"before", to_json(r.hooks_before)}, {"after", to_json(r.hooks_after)}}},
                   {"shared", json::value_from(r.shared)},
                   {"ignore", json::value_from(r.ignore)}};
  if (r.health_path) out["health"] = json::object{{"path", *r.health_path}};
  // Recipes without it keep the bytes, and so the release ids, that they had.
  if (!r.submodules.empty()) out["submodules"] = json::value_from(r.submodules);
  return out;
}

result<recipe> parse_recipe(const json::object& from) { return lay_over(recipe{}, from, false); }

}  // namespace eeveon
