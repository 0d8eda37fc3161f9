// A project's own facts, on the stream project-<name>.
#pragma once

#include "core/events/codec.hpp"

namespace eeveon {

struct project_applied {
  static constexpr std::string_view type = "project_applied";
  std::string name;
  json::object spec;  // as applied, of the same shape as the YAML
  static void fields(auto& self, auto& field) {
    field("name", self.name);
    field("spec", self.spec);
  }
};

// The first signed delivery under the project's URL decides which repository it is from then on, and which
// hook speaks for it.
struct repository_bound {
  static constexpr std::string_view type = "repository_bound";
  std::string provider, id, full_name;
  std::string hook = {};  // "/hooks/github/acme"; empty in what older versions wrote
  static void fields(auto& self, auto& field) {
    field("provider", self.provider);
    field("id", self.id);
    field("full_name", self.full_name);
    field("hook", self.hook);
  }
};

struct repository_renamed {
  static constexpr std::string_view type = "repository_renamed";
  std::string full_name, url;  // url: what to fetch from now on
  static void fields(auto& self, auto& field) {
    field("full_name", self.full_name);
    field("url", self.url);
  }
};

// What the repository calls its default branch, when that is news.
struct default_branch_told {
  static constexpr std::string_view type = "default_branch_told";
  std::string branch;
  static void fields(auto& self, auto& field) { field("branch", self.branch); }
};

inline std::string project_stream(std::string_view name) { return "project-" + std::string(name); }

}  // namespace eeveon
