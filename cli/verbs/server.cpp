#include "server/main.hpp"

#include "cli/exit_code.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

// "FILE" is the secret of /hooks/github, "acme=FILE" that of /hooks/github/acme.
eeveon::server::hook_secret secret_of(const std::string& written) {
  const auto equals = written.find('=');
  if (equals == written.npos) return {"default", written};
  return {written.substr(0, equals), written.substr(equals + 1)};
}

int run(invocation& asked) {
  eeveon::server::server_options options;
  for (const auto* key : {"database", "redis"})
    if (!asked.has(key)) return report({errc::invalid, "is missing", std::string("--") + key});
  options.name = asked.text("name");
  options.database_url = asked.text("database");
  options.redis_url = asked.text("redis");
  options.listen = asked.text("listen");
  options.public_url = asked.text("public-url");
  options.data = asked.text("data");
  options.admin_token_file = asked.text("admin-token-file");
  for (const auto& written : asked.all("hook-secret")) options.hook_secrets.push_back(secret_of(written));
  options.proxies = asked.all("proxy");
  options.file_roots = asked.all("file-root");
  options.ssh_key = asked.has("ssh-key") ? asked.text("ssh-key") : options.data + "/ssh/id_ed25519";
  options.git_credentials =
      asked.has("git-credentials") ? asked.text("git-credentials") : options.data + "/git-credentials";
  options.writers = static_cast<int>(asked.number("writers"));
  options.connections_per_peer = static_cast<int>(asked.number("connections-per-peer"));
  options.requests_per_second = static_cast<int>(asked.number("requests-per-second"));
  options.every_delivery_is_a_noop = asked.has("bench-noop");
  return eeveon::server::run_server(std::move(options));
}

}  // namespace

verb server() {
  return {
      "server",
      audience::local,
      "serve hooks, the API and the dashboard",
      {{"--database", "URL", "PostgreSQL, as eeveon_app"},
       {"--redis", "URL", "redis://host:port or unix:///path/to/socket"},
       {"--listen", "ADDRESS", "address and port", "127.0.0.1:8080"},
       {"--public-url", "URL", "what links begin with (default: the listening address)"},
       {"--data", "DIR", "the server's own folder", "/var/lib/eeveon/server"},
       {"--hook-secret", "[NAME=]FILE",
        "secret of /hooks/github[/NAME], two lines while it is rotated; may be repeated", "",
        parameter::count::many},
       {"--admin-token-file", "FILE", "its line is accepted as an API token of admin"},
       {"--proxy", "ADDRESS", "believe X-Forwarded-* from here; may be repeated", "", parameter::count::many},
       {"--file-root", "DIR", "accept file: repositories below it; may be repeated", "",
        parameter::count::many},
       {"--ssh-key", "FILE", "key for ssh repositories (default: ssh/id_ed25519 in --data, made if absent)"},
       {"--git-credentials", "FILE",
        "lines https://USER:TOKEN@HOST, mode 0600 (default: git-credentials in --data)"},
       {"--name", "NAME", "unique among the servers of this database", "server-1"},
       {"--writers", "N", "connections that write the log", "2"},
       {"--connections-per-peer", "N", "open at once from one address", "1000"},
       {"--requests-per-second", "N", "from one other machine, twice as many at once (0: no limit)", "500"},
       {"--bench-noop", "", "for benchmarks: every accepted delivery starts one run that does nothing", "",
        parameter::count::one, true}},
      run};
}

}  // namespace eeveon::cli
