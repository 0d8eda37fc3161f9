// Machines that releases are sent to: facts on the stream node-<name>.
#pragma once

#include "core/events/codec.hpp"

namespace eeveon {

struct node_registered {
  static constexpr std::string_view type = "node_registered";
  std::string name, kind;  // kind: "local", "ssh"
  std::string address;     // host name or address; for checks and for ssh
  std::string root;        // absolute folder on the node
  std::string user;        // ssh only
  int port = 22;           // ssh only
  std::string host_key;    // ssh only: the pinned "ssh-ed25519 AAAA…"
  std::vector<std::string> groups;
  static void fields(auto& self, auto& field) {
    field("name", self.name);
    field("kind", self.kind);
    field("address", self.address);
    field("root", self.root);
    field("user", self.user);
    field("port", self.port);
    field("host_key", self.host_key);
    field("groups", self.groups);
  }
};

struct node_removed {
  static constexpr std::string_view type = "node_removed";
  std::string name;
  static void fields(auto& self, auto& field) { field("name", self.name); }
};

// Written on change only: two failures in a row are down, two successes up.
struct node_health_changed {
  static constexpr std::string_view type = "node_health_changed";
  std::string node, project, environment, health, detail;  // health: "up", "down"
  static void fields(auto& self, auto& field) {
    field("node", self.node);
    field("project", self.project);
    field("environment", self.environment);
    field("health", self.health);
    field("detail", self.detail);
  }
};

inline std::string node_stream(std::string_view name) { return "node-" + std::string(name); }

}  // namespace eeveon
