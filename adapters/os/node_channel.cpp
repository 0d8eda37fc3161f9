#include "adapters/os/node_channel.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "adapters/os/files.hpp"
#include "adapters/os/node_line.hpp"
#include "adapters/os/node_session.hpp"
#include "adapters/os/repository_access.hpp"
#include "adapters/os/rsync.hpp"
#include "core/base/embedded.hpp"
#include "core/base/names.hpp"

namespace eeveon {
namespace {

using namespace std::chrono_literals;
using session_ptr = std::shared_ptr<node_session>;

constexpr int script_missing = 97;        // our own exit code of the remote command
constexpr std::size_t kept_sessions = 4;  // per node; a long hook must not make others wait
constexpr auto kept_for = 60s;

// A node's way in, prepared once per registration.
struct way {
  node_registered node;
  std::string script;      // on the node
  std::string ssh_config;  // empty: local
  std::vector<session_ptr> idle;
};

class os_node_channel final : public node_channel {
 public:
  os_node_channel(asio::any_io_executor executor, launcher& programs, ssh_settings settings)
      : executor_(executor), programs_(programs), settings_(std::move(settings)) {}

  asio::awaitable<result<std::vector<std::string>>> call(
      node_registered node, std::string verb, std::vector<std::string> args, std::chrono::milliseconds limit,
      std::function<void(std::string_view)> on_output) override {
    const auto found = co_await way_to(node);
    if (!found) co_return std::unexpected(found.error());
    const auto to = *found;
    auto session = take_idle(*to);
    if (!session) {
      auto opened = co_await open(to, true);
      if (!opened) co_return std::unexpected(opened.error());
      session = *opened;
    }
    const auto answer = co_await session->ask(to_node_line(verb, args), limit, std::move(on_output));
    if (!answer) {
      const bool late = answer.error().code == errc::timed_out;
      if (answer.error().code == errc::unavailable)
        co_return fail(errc::unavailable, node.name + " cannot be reached: the connection is gone",
                       node.name);
      co_return fail(errc::unknown_outcome,
                     node.name + (late ? " did not answer '" + verb + "' in time"
                                       : " was cut off during '" + verb + "'"),
                     node.name);
    }
    keep(to, session);
    co_return parse_node_answer(*answer, node.name);
  }

  asio::awaitable<result<>> send(node_registered node, std::string from, std::string to, std::string reuse,
                                 std::chrono::milliseconds limit) override {
    for (const auto& path : {to, reuse.empty() ? to : reuse})
      if (const auto checked = rel_path::parse(path); !checked) co_return std::unexpected(checked.error());
    const auto found = co_await way_to(node);
    if (!found) co_return std::unexpected(found.error());
    const auto& config = (*found)->ssh_config;
    program what{.argv = rsync_argv(config, from, node.root, to, reuse)};
    what.limit = limit;
    const auto end = co_await programs_.run(std::move(what), {});
    if (!end) co_return std::unexpected(end.error());
    // rsync passes on that ssh failed (255), or says that its connection broke (12): who is first is chance.
    if (!config.empty() && (end->exit_code == 255 || end->exit_code == 12))
      if (auto why = explain_ssh(node, end->errors, settings_);
          end->exit_code == 255 || why.code == errc::refused)
        co_return std::unexpected(std::move(why));
    co_return judge_rsync(node.name, *end);
  }

  asio::awaitable<result<std::vector<std::string>>> scan_host_keys(std::string host, int port) override {
    const auto checked = host_name::parse(host);
    if (!checked) co_return std::unexpected(checked.error());
    program what{.argv = {"ssh-keyscan", "-T", "5", "-p", std::to_string(port), "--", host}};
    what.limit = 15s;
    const auto end = co_await programs_.run(std::move(what), {});
    if (!end) co_return std::unexpected(end.error());
    auto keys = parse_key_scan(end->output);
    if (keys.empty())
      co_return fail(errc::unavailable,
                     host + " showed no host key on port " + std::to_string(port) +
                         ": does sshd listen there? --port names another port, --host-key "
                         "pins a key that was read elsewhere",
                     host);
    co_return keys;
  }

 private:
  using way_ptr = std::shared_ptr<way>;

  // Checks the registration, writes what ssh needs and remembers both, until the registration changes.
  asio::awaitable<result<way_ptr>> way_to(node_registered node) {
    auto& known = ways_[node.name];
    if (known && same(known->node, node)) co_return known;
    const auto root = abs_path::parse(node.root);
    if (!root) co_return std::unexpected(root.error());
    auto made = std::make_shared<way>();
    made->node = node;
    made->script = node.root + "/.eeveon/" + node_script_name();
    if (node.kind == "ssh") {
      if (auto key = co_await make_identity(programs_, settings_.identity); !key)
        co_return std::unexpected(key.error());
      const auto config = write_ssh_config(node, settings_);
      if (!config) co_return std::unexpected(config.error());
      made->ssh_config = *config;
    } else if (node.kind != "local") {
      co_return fail(errc::invalid, "a node's kind is local or ssh", "kind");
    }
    ways_[node.name] = made;
    co_return made;
  }

  static bool same(const node_registered& a, const node_registered& b) {
    return a.kind == b.kind && a.address == b.address && a.root == b.root && a.user == b.user &&
           a.port == b.port && a.host_key == b.host_key;
  }

  asio::awaitable<result<session_ptr>> open(way_ptr to, bool may_install) {
    if (to->ssh_config.empty() && access(to->script.c_str(), R_OK) != 0)
      if (auto done = co_await install(to); !done) co_return std::unexpected(done.error());
    const auto started = node_session::start(executor_, session_argv(*to), to->ssh_config.empty());
    if (!started) co_return std::unexpected(started.error());
    const auto session = *started;
    if (co_await session->greeted(15s)) co_return session;
    const int code = co_await session->exit_code();
    if (code == script_missing && may_install) {
      if (auto done = co_await install(to); !done) co_return std::unexpected(done.error());
      co_return co_await open(to, false);
    }
    if (to->ssh_config.empty())
      co_return fail(errc::unavailable,
                     to->node.name + ": the node's script does not start: " + session->last_words(),
                     to->node.name);
    co_return std::unexpected(explain_ssh(to->node, session->last_words(), settings_));
  }

  static std::vector<std::string> session_argv(const way& to) {
    if (to.ssh_config.empty()) return {"sh", to.script, to.node.root};
    return ssh_argv(to.ssh_config, true,
                    "test -r " + to.script + " || exit " + std::to_string(script_missing) + "; exec sh " +
                        to.script + ' ' + to.node.root);
  }

  asio::awaitable<result<>> install(way_ptr to) {
    const auto folder = to->node.root + "/.eeveon";
    if (to->ssh_config.empty()) {
      if (auto made = make_folder(folder, 0755); !made) co_return made;
      co_return replace_file(to->script, node_script_text(), 0755);
    }
    // Root and script name consist of harmless characters only (abs_path), so the remote shell reads them as
    // they are.
    const auto fresh = folder + "/new-$$";
    program what{.argv = ssh_argv(to->ssh_config, false,
                                  "mkdir -p " + folder + " && cat > " + fresh + " && test \"$(sha256sum < " +
                                      fresh + ")\" = \"" + node_script_name().substr(5) + "  -\" && sync " +
                                      fresh + " && mv -f " + fresh + ' ' + to->script)};
    what.limit = 30s;
    what.input = node_script_text();
    const auto end = co_await programs_.run(std::move(what), {});
    if (!end) co_return std::unexpected(end.error());
    if (end->exit_code == 0) co_return result<>{};
    if (end->exit_code == 255) co_return std::unexpected(explain_ssh(to->node, end->errors, settings_));
    co_return fail(errc::refused,
                   to->node.name + ": the node's script cannot be installed in " + folder + ": " +
                       end->errors.substr(0, 300),
                   to->node.name);
  }

  session_ptr take_idle(way& to) {
    while (!to.idle.empty()) {
      auto session = to.idle.back();
      to.idle.pop_back();
      session->idle.cancel();
      if (!session->is_dead()) return session;
    }
    return nullptr;
  }

  void keep(way_ptr to, session_ptr session) {
    if (to->idle.size() >= kept_sessions) return;
    session->idle.expires_after(kept_for);
    session->idle.async_wait(
        [weak = std::weak_ptr(to), which = session.get()](boost::system::error_code error) {
          const auto owner = weak.lock();
          if (error || !owner) return;
          std::erase_if(owner->idle, [which](const session_ptr& one) { return one.get() == which; });
        });
    to->idle.push_back(std::move(session));
  }

  asio::any_io_executor executor_;
  launcher& programs_;
  ssh_settings settings_;
  std::map<std::string, way_ptr> ways_;
};

}  // namespace

std::string_view node_script_text() { return embedded::node_script().front().bytes; }

std::string node_script_name() {
  static const std::string name = "node-" + to_hex(sha256(node_script_text()));
  return name;
}

std::unique_ptr<node_channel> os::make_node_channel(asio::any_io_executor executor, launcher& programs,
                                                    const std::string& data) {
  return std::make_unique<os_node_channel>(executor, programs, ssh_settings_for(data));
}

}  // namespace eeveon
