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

// A repository whose URL equals a project's, but whose id is not the bound one; or one that is told of by
// another hook than the project's.
struct repository_mismatch_detected {
  static constexpr std::string_view type = "repository_mismatch_detected";
  std::string project, bound_id, told_id, full_name;
  std::string bound_hook = {}, told_hook = {};  // when it is the hook that differs
  static void fields(auto& self, auto& field) {
    field("project", self.project);
    field("bound_id", self.bound_id);
    field("told_id", self.told_id);
    field("full_name", self.full_name);
    field("bound_hook", self.bound_hook);
    field("told_hook", self.told_hook);
  }
};

struct signed_in {
  static constexpr std::string_view type = "signed_in";
  std::string how;  // "link", "token"
  static void fields(auto& self, auto& field) { field("how", self.how); }
};

struct signed_out {
  static constexpr std::string_view type = "signed_out";
  static void fields(auto&, auto&) {}
};

// The link itself is known to who asked for it, and to nobody else.
struct sign_in_link_made {
  static constexpr std::string_view type = "sign_in_link_made";
  std::int64_t good_for_seconds = 0;
  static void fields(auto& self, auto& field) { field("good_for_seconds", self.good_for_seconds); }
};

// Somebody has read the secret of a hook, to paste it where the hook is made.
struct webhook_secret_shown {
  static constexpr std::string_view type = "webhook_secret_shown";
  std::string hook;  // empty: /hooks/github
  static void fields(auto& self, auto& field) { field("hook", self.hook); }
};

// What was kept for a while only has been let go, because somebody asked for it now.
struct retention_applied {
  static constexpr std::string_view type = "retention_applied";
  std::int64_t bodies_emptied = 0, log_days_dropped = 0;
  static void fields(auto& self, auto& field) {
    field("bodies_emptied", self.bodies_emptied);
    field("log_days_dropped", self.log_days_dropped);
  }
};

}  // namespace eeveon
