#include "adapters/os/ssh.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "adapters/os/files.hpp"
#include "core/base/digest.hpp"
#include "core/base/names.hpp"
#include "core/node/host_key.hpp"

namespace eeveon {
namespace {

// "type base64": nothing in it can start another line or option of known_hosts. What was pinned is taken as
// it is; whether it is a key, check_host_key has said before.
bool is_host_key(std::string_view key) {
  const auto space = key.find(' ');
  if (space == std::string_view::npos || key.size() > 2000) return false;
  const auto type = key.substr(0, space), data = key.substr(space + 1);
  const auto allowed = [](std::string_view text, std::string_view more) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             more.find(c) != std::string_view::npos;
    });
  };
  return allowed(type, "-@.") && type.front() != '@' && type.front() != '-' && allowed(data, "+/=");
}

constexpr const char* config_text = R"(Host eeveon-node
  HostName {host}
  Port {port}
  User {user}
  HostKeyAlias eeveon-node
  UserKnownHostsFile {keys}
  StrictHostKeyChecking yes
  IdentityFile "{identity}"
  EscapeChar none
  ControlPath {control}
)";

}  // namespace

ssh_settings ssh_settings_for(const std::string& data) {
  auto base = data + "/ssh/run";
  if (base.size() > 60 || !abs_path::parse(base))
    base = fmt::format("/tmp/eeveon-{}-{}", geteuid(), to_hex(sha256(data)).substr(0, 8));
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(base, ignored)) {
    const auto pid = std::atoi(entry.path().filename().c_str());
    if (pid > 0 && kill(pid, 0) != 0 && errno == ESRCH) std::filesystem::remove_all(entry.path(), ignored);
  }
  return {base + '/' + std::to_string(getpid()), data + "/ssh/id_ed25519"};
}

result<std::string> write_ssh_config(const node_registered& node, const ssh_settings& settings) {
  const auto name = node_name::parse(node.name);
  if (!name) return std::unexpected(name.error());
  const auto host = host_name::parse(node.address);
  if (!host) return std::unexpected(host.error());
  const auto user = user_name::parse(node.user);
  if (!user) return std::unexpected(user.error());
  if (settings.identity.find_first_of("\"\n") != std::string::npos || settings.identity.front() != '/')
    return fail(errc::invalid, "the data folder's path cannot be used for ssh", "data");
  if (node.port < 1 || node.port > 65535) return fail(errc::invalid, "port must be from 1 to 65535", "port");
  if (!is_host_key(node.host_key))
    return fail(errc::invalid, node.name + " has no host key: confirm the one it shows and register it again",
                "host_key");
  const auto base = settings.runtime + '/' + name->text();
  auto config =
      fmt::format(fmt::runtime(config_text), fmt::arg("host", host->text()), fmt::arg("port", node.port),
                  fmt::arg("user", user->text()), fmt::arg("keys", base + ".keys"),
                  fmt::arg("identity", settings.identity), fmt::arg("control", base + ".ssh"));
  config += ssh_restrictions;
  if (auto made = make_private_folder(settings.runtime); !made) return std::unexpected(made.error());
  if (auto wrote = replace_file(base + ".keys", "eeveon-node " + node.host_key + '\n', 0600); !wrote)
    return std::unexpected(wrote.error());
  if (auto wrote = replace_file(base + ".conf", config, 0600); !wrote) return std::unexpected(wrote.error());
  return base + ".conf";
}

std::vector<std::string> ssh_argv(const std::string& config, bool share, std::string remote_command) {
  return {"ssh",
          "-F",
          config,
          "-o",
          share ? "ControlMaster=auto" : "ControlMaster=no",
          "-T",
          "--",
          "eeveon-node",
          std::move(remote_command)};
}

failure explain_ssh(const node_registered& node, std::string_view stderr_text, const ssh_settings& settings) {
  const auto says = [&](std::string_view text) { return stderr_text.find(text) != std::string_view::npos; };
  if (says("HOST IDENTIFICATION HAS CHANGED") || says("Host key verification failed"))
    return {errc::refused,
            node.name +
                ": host key changed: the machine does not show the key it was registered with. If that is "
                "intended, remove the node and register it again",
            node.name};
  if (says("Permission denied"))
    return {errc::refused,
            fmt::format("{}: the login as {} was refused: add {}.pub to its authorized_keys", node.name,
                        node.user, settings.identity),
            node.name};
  while (stderr_text.ends_with('\n') || stderr_text.ends_with('\r')) stderr_text.remove_suffix(1);
  const auto line = stderr_text.substr(stderr_text.rfind('\n') + 1).substr(0, 300);
  return {errc::unavailable,
          fmt::format("{} cannot be reached: {}", node.name, line.empty() ? "no answer" : line), node.name};
}

std::vector<std::string> parse_key_scan(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto space = line.find(' ');
    if (line.starts_with('#') || space == std::string_view::npos) continue;
    const std::string key(line.substr(space + 1));
    if (check_host_key(key)) out.insert(key.starts_with("ssh-ed25519 ") ? out.begin() : out.end(), key);
  }
  return out;
}

}  // namespace eeveon
