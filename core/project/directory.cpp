#include "core/project/directory.hpp"

#include <algorithm>

#include "core/plan/plan.hpp"

namespace eeveon {
namespace {

// "https://user@GitHub.com:443/acme/shop.git/" and "git@github.com:acme/shop" both become
// "github.com/acme/shop".
std::string normal_form(std::string_view url) {
  std::string host, path;
  if (const auto scheme = url.find("://"); scheme != url.npos) {
    auto rest = url.substr(scheme + 3);
    const auto slash = std::min(rest.find('/'), rest.size());
    auto authority = rest.substr(0, slash);
    if (const auto at = authority.rfind('@'); at != authority.npos) authority.remove_prefix(at + 1);
    for (const std::string_view port : {":443", ":22", ":80"})
      if (authority.ends_with(port)) authority.remove_suffix(port.size());
    host = authority;
    path = rest.substr(slash);
  } else if (const auto colon = url.find(':'); colon != url.npos && url.find('/') > colon) {
    auto authority = url.substr(0, colon);
    if (const auto at = authority.rfind('@'); at != authority.npos) authority.remove_prefix(at + 1);
    host = authority;
    path = "/" + std::string(url.substr(colon + 1));
  } else {
    path = url;
  }
  std::transform(host.begin(), host.end(), host.begin(), [](unsigned char c) { return std::tolower(c); });
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  if (path.ends_with(".git")) path.resize(path.size() - 4);
  return host + path;
}

}  // namespace

bool same_repository_url(std::string_view a, std::string_view b) {
  return !a.empty() && normal_form(a) == normal_form(b);
}

void directory::apply(const recorded_event& event) {
  const auto project_named_by_stream = [&]() -> project_entry* {
    const auto found = projects_.find(event.stream.substr(std::string_view("project-").size()));
    return found == projects_.end() ? nullptr : &found->second;
  };
  if (event.stream.starts_with("project-")) {
    // Who reads the log again has learned the newest already: an older event must not take it back.
    if (const auto* known = project_named_by_stream(); known && event.version <= known->version) return;
    on<project_applied>(event, [&](const project_applied& e) {
      auto spec = parse_spec(e.spec);
      if (!spec)
        return;  // an older version accepted what this one refuses: the project keeps its last good spec
      auto& entry = projects_[e.name];
      if (!same_repository_url(entry.spec.repository, spec->repository)) {
        entry.provider.clear();
        entry.repository_id.clear();
        entry.hook.clear();
        entry.url = spec->repository;
        entry.default_branch.clear();
      }
      entry.spec = std::move(*spec);
      entry.applied = e.spec;
      entry.spec_digest = sha256(canonical_json(e.spec));
    });
    if (auto* entry = project_named_by_stream()) {
      on<repository_bound>(event, [&](const repository_bound& e) {
        entry->provider = e.provider;
        entry->repository_id = e.id;
        entry->hook = e.hook;
      });
      on<repository_renamed>(event, [&](const repository_renamed& e) { entry->url = e.url; });
      on<default_branch_told>(event, [&](const default_branch_told& e) { entry->default_branch = e.branch; });
      entry->version = event.version;
    }
  } else if (event.stream.starts_with("node-")) {
    on<node_registered>(event, [&](const node_registered& e) { nodes_[e.name] = e; });
    on<node_removed>(event, [&](const node_removed& e) { nodes_.erase(e.name); });
  }
}

void directory::load(const std::string& name, project_entry entry) {
  if (auto spec = parse_spec(entry.applied)) entry.spec = std::move(*spec);
  entry.spec_digest = sha256(canonical_json(entry.applied));
  projects_[name] = std::move(entry);
}

void directory::load(node_registered node) {
  auto name = node.name;
  nodes_[std::move(name)] = std::move(node);
}

const project_entry* directory::project(std::string_view name) const {
  const auto found = projects_.find(std::string(name));
  return found == projects_.end() ? nullptr : &found->second;
}

std::vector<node_registered> directory::nodes_of(const environment_spec& environment) const {
  std::vector<node_registered> out;
  for (const auto& [name, node] : nodes_) {
    const bool in_group = !environment.group.empty() && std::find(node.groups.begin(), node.groups.end(),
                                                                  environment.group) != node.groups.end();
    const bool named =
        std::find(environment.names.begin(), environment.names.end(), name) != environment.names.end();
    if (in_group || named) out.push_back(node);
  }
  return out;
}

std::string hook_for(const project_entry& project) {
  return project.spec.webhook.empty() ? project.hook : project.spec.webhook;
}

repository_match match_repository(const project_entry& project, const repository_identity& told) {
  const bool same_id = project.provider == told.provider && project.repository_id == told.id;
  const auto hook = hook_for(project), told_by = hook_of(told);
  const bool may_speak = told_by.empty() || hook.empty() || told_by == hook;
  if (!project.repository_id.empty() && same_id) {
    if (!may_speak) return repository_match::other_hook;
    return told_by == project.hook ? repository_match::bound : repository_match::binds_now;
  }
  const bool same_url = std::any_of(told.urls.begin(), told.urls.end(), [&](const std::string& url) {
    return same_repository_url(url, project.spec.repository) || same_repository_url(url, project.url);
  });
  if (!same_url) return repository_match::none;
  // Polling asks the URL itself, so it has no id that could contradict the bound one.
  if (told.provider == "poll") return repository_match::bound;
  // What a hook bound whom the spec has replaced since, holds only until the one in its place has spoken.
  const bool replaced = !project.hook.empty() && project.hook != hook && told_by == hook;
  if (!project.repository_id.empty() && !replaced) return repository_match::mismatch;
  return may_speak ? repository_match::binds_now : repository_match::other_hook;
}

}  // namespace eeveon
