// All read tables as one fold over the log. Pure and in memory; the projector stores what has changed, and
// what the fold needs of older rows is loaded back first.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/project/directory.hpp"
#include "core/projections/rows.hpp"
#include "core/projections/views_table.hpp"

namespace eeveon {

struct row_key {
  std::string kind, key;  // kind: "project", "environment", "node", "release", "deployment"
  auto operator<=>(const row_key&) const = default;
};

// A changed row, ready for a read table. `body` is empty when the row is to be removed.
struct changed_row {
  row_key id;
  std::int64_t position = 0;  // of the event that changed it last
  std::string project, environment, status;
  std::int64_t sort = 0;  // newest first means highest first
  std::string body;
};

class views {
 public:
  // Rows that must be loaded before apply(event), if they exist; each is asked for once.
  std::vector<row_key> wants(const recorded_event& event) const;
  void load(const row_key& id, std::string_view body);  // body empty: there is no such row
  void apply(const recorded_event& event);
  // Rows changed since the last call; forget_changed() when nobody wants to know.
  std::vector<changed_row> take_changed();
  void forget_changed() { changed_.clear(); }

  const std::unordered_map<std::string, deployment_row>& deployments() const { return deployments_; }
  const std::unordered_map<std::string, release_row>& releases() const { return releases_; }
  const std::map<std::string, environment_row>& environments() const {
    return environments_;
  }  // "project/environment"
  const std::map<std::string, node_row>& nodes() const { return nodes_; }
  const std::map<std::string, project_row>& projects() const { return projects_; }
  const directory& known() const { return directory_; }
  directory& known() { return directory_; }
  // Where there are more than `most` deployments or releases, forgets those that have ended but for the
  // `newest`, which people see; they are loaded back when needed.
  void trim(std::size_t most, std::size_t newest = 200);

  // The types that apply() reacts to: events of any other change nothing here.
  static const std::vector<std::string>& types();
  // All that the fold needs to go on from here, as text for read() of this same program.
  std::string write() const;
  static result<views> read(std::string_view text);
  std::size_t bytes() const;  // of memory, about

 private:
  struct handlers;
  struct environment_handlers;
  static projection::table of_environments();
  void place_nodes(std::int64_t position);
  deployment_row* deployment_of(const recorded_event& event);
  void end(const recorded_event& event, std::string_view status, const std::string& reason);
  void tell_commit(const std::string& deployment, const release_row& release, std::int64_t position);
  void changed(const char* kind, const std::string& key, std::int64_t position) {
    changed_[{kind, key}] = position;
  }

  directory directory_;
  std::unordered_map<std::string, deployment_row> deployments_;
  std::unordered_map<std::string, release_row> releases_;
  std::map<std::string, environment_row> environments_;
  std::map<std::string, node_row> nodes_;
  std::map<std::string, project_row> projects_;
  std::map<row_key, std::int64_t> changed_;
};

}  // namespace eeveon
