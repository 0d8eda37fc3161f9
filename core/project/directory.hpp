// All projects and nodes as they stand: a fold small enough to keep in memory, asked by the gate and the API.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/node/events.hpp"
#include "core/project/events.hpp"
#include "core/project/spec.hpp"
#include "core/repository/events.hpp"

namespace eeveon {

struct project_entry {
  project_spec spec;
  json::object applied;  // the spec as applied
  digest spec_digest;
  std::string url;                      // to fetch from: the spec's, until a rename told a newer one
  std::string provider, repository_id;  // bound repository; empty until the first delivery
  std::string hook;                     // that speaks for it, "/hooks/github"; empty until it is known
  std::string default_branch;           // as told last; empty when nobody has told
  std::int64_t version = 0;             // of the project's stream
  // What cannot be worked out of the rest.
  static void fields(auto& self, auto& field) {
    field("applied", self.applied);
    field("url", self.url);
    field("provider", self.provider);
    field("repository_id", self.repository_id);
    field("hook", self.hook);
    field("default_branch", self.default_branch);
    field("version", self.version);
  }
};

class directory {
 public:
  void apply(const recorded_event& event);  // events of other streams are ignored
  // Puts back what another directory knew: of a project its fields, the rest is worked out.
  void load(const std::string& name, project_entry entry);
  void load(node_registered node);

  const std::map<std::string, project_entry>& projects() const { return projects_; }
  const std::map<std::string, node_registered>& nodes() const { return nodes_; }
  const project_entry* project(std::string_view name) const;
  // The nodes an environment names, in name order; a name that is not registered is left out.
  std::vector<node_registered> nodes_of(const environment_spec& environment) const;

 private:
  std::map<std::string, project_entry> projects_;
  std::map<std::string, node_registered> nodes_;
};

// How a told repository relates to a project.
enum class repository_match {
  none,
  bound,      // its id is the bound one
  binds_now,  // the URL is equal and nothing is bound yet; or its hook was not
  mismatch,   // the URL is equal, the bound id is another: a security event
  other_hook  // it is this one, but another hook's secret says so: a security event
};
// The hook whose deliveries count for the project: the one its spec names, else the bound one.
std::string hook_for(const project_entry& project);
repository_match match_repository(const project_entry& project, const repository_identity& told);

// Compares clone addresses as people write them: scheme, user, ".git", a final slash and the host's case do
// not count.
bool same_repository_url(std::string_view a, std::string_view b);

}  // namespace eeveon
