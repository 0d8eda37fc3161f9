#include "core/projections/needed.hpp"

#include <algorithm>
#include <map>

namespace eeveon {

std::set<std::string> needed_releases(std::span<const environment_row> environments,
                                      std::span<const deployment_row> unfinished) {
  std::set<std::string> out;
  for (const auto& environment : environments) {
    for (const auto& once : environment.history) out.insert(once.release);
    if (environment.current) out.insert(environment.current->release);
    if (environment.previous) out.insert(environment.previous->release);
  }
  for (const auto& deployment : unfinished) out.insert(deployment.release);
  out.erase("");  // not known yet: it has no artifact yet either
  return out;
}

std::set<std::string> needed_artifacts(std::vector<release_row> releases,
                                       const std::set<std::string>& needed) {
  std::sort(releases.begin(), releases.end(),
            [](const auto& a, const auto& b) { return a.position > b.position; });
  std::map<std::string, std::set<std::string>>
      newest;  // of each project: a release that is told twice counts once
  std::set<std::string> out;
  for (const auto& release : releases) {
    if (release.artifact_digest.empty()) continue;
    auto& of_project = newest[release.project];
    const bool is_new = of_project.contains(release.id) || std::ssize(of_project) < built_kept;
    if (is_new) of_project.insert(release.id);
    if (is_new || needed.contains(release.id)) out.insert(release.artifact_digest);
  }
  return out;
}

}  // namespace eeveon
