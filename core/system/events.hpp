// Facts about the installation itself, on the stream `system`; security events among them.
#pragma once

#include "core/events/codec.hpp"

namespace eeveon {

inline constexpr const char* system_stream = "system";

struct delivery_conflict_detected {
  static constexpr std::string_view type = "delivery_conflict_detected";
  std::string source, key;
  static void fields(auto& self, auto& field) {
    field("source", self.source);
    field("key", self.key);
  }
};

// A repository whose URL equals a project's, but whose id is not the bound one.
struct repository_mismatch_detected {
  static constexpr std::string_view type = "repository_mismatch_detected";
  std::string project, bound_id, told_id, full_name;
  static void fields(auto& self, auto& field) {
    field("project", self.project);
    field("bound_id", self.bound_id);
    field("told_id", self.told_id);
    field("full_name", self.full_name);
  }
};

struct signed_in {
  static constexpr std::string_view type = "signed_in";
  std::string how;  // "link", "token"
  static void fields(auto& self, auto& field) { field("how", self.how); }
};

}  // namespace eeveon
