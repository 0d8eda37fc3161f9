// How OpenSSH is driven: one configuration file and one known_hosts per node, written by us from checked
// values; nothing of the user's own configuration takes part.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/failure.hpp"
#include "core/node/events.hpp"

namespace eeveon {

// What every configuration of ours says, for nodes and for repositories: our own key, nobody asked, nothing
// forwarded, and an end to every wait.
inline constexpr const char* ssh_restrictions = R"(  GlobalKnownHostsFile /dev/null
  CheckHostIP no
  UpdateHostKeys no
  VerifyHostKeyDNS no
  IdentitiesOnly yes
  IdentityAgent none
  PreferredAuthentications publickey
  PasswordAuthentication no
  KbdInteractiveAuthentication no
  BatchMode yes
  ForwardAgent no
  ForwardX11 no
  ClearAllForwardings yes
  PermitLocalCommand no
  ProxyCommand none
  CanonicalizeHostname no
  RequestTTY no
  ConnectTimeout 10
  ServerAliveInterval 5
  ServerAliveCountMax 3
)";

struct ssh_settings {
  std::string runtime;   // short absolute folder of ours (control sockets have short names), made if absent
  std::string identity;  // private key file, made if absent
};

// Below the data folder where its path is short and plain enough for control sockets, else below /tmp, in a
// folder that belongs to this process alone; removes those of processes that are gone.
ssh_settings ssh_settings_for(const std::string& data);

// Checks the node's fields (they come from events) and writes <runtime>/<name>.conf and .keys. Returns the
// former's path.
result<std::string> write_ssh_config(const node_registered& node, const ssh_settings& settings);

// ssh to the node of that configuration. `share`: may become the connection that others use.
std::vector<std::string> ssh_argv(const std::string& config, bool share, std::string remote_command);

// What ssh's last words mean: refused for a changed or unknown host key and for a refused login, else
// unavailable.
failure explain_ssh(const node_registered& node, std::string_view stderr_text, const ssh_settings& settings);

// "host ssh-ed25519 AAAA…" lines of ssh-keyscan to "ssh-ed25519 AAAA…", Ed25519 first.
std::vector<std::string> parse_key_scan(std::string_view text);

}  // namespace eeveon
