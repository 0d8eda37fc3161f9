// What a deployment brings, or takes away: commits and files between what was live before it and its own
// commit, told from what builds have noted.
#pragma once

#include <string>

#include "core/base/names.hpp"
#include "core/environment/events.hpp"
#include "core/release/history.hpp"

namespace eeveon {

struct change_sources {
  std::string base, head;            // commits; base empty: nothing was live
  const history* of_head = nullptr;  // as their builds have noted; nullptr: not known
  const history* of_base = nullptr;
  std::string repository;
};

// {base, head, direction, commits, commits_truncated, files, files_truncated, totals, compare_url}, as
// GET /deployments/{id}/changes answers. direction "back": the commits are those that are taken away.
json::object changes_view(const change_sources& from);

// The page that compares both on the repository's host; empty where none is known.
std::string compare_url(std::string_view repository, std::string_view base, std::string_view head);

// What was live before a deployment: when it was planned; before that, what is live now.
struct live_before {
  std::string release, commit;  // empty: nothing was
};
live_before live_before_deployment(const std::vector<recorded_event>& environment,
                                   const std::string& deployment, std::int64_t requested);

}  // namespace eeveon
