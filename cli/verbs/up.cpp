#include <filesystem>

#include "cli/exit_code.hpp"
#include "cli/up/main.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  eeveon::up::options chosen{.program = std::filesystem::read_symlink("/proc/self/exe"),
                             .data = asked.has("data") ? asked.text("data") : default_data_folder(),
                             .listen = asked.text("listen"),
                             .public_url = asked.text("public-url"),
                             .proxies = asked.all("proxy"),
                             .workers = static_cast<int>(asked.number("workers")),
                             .demo = !asked.has("no-demo"),
                             .database = asked.text("database"),
                             .database_admin = asked.text("database-admin"),
                             .redis = asked.text("redis"),
                             .lease = asked.text("lease"),
                             .file_roots = asked.all("file-root")};
  if (chosen.workers < 1) return report({errc::invalid, "must be at least 1", "--workers"});
  if (asked.duration("lease") < std::chrono::seconds(2))
    return report({errc::invalid, "must be at least 2s", "--lease"});
  return eeveon::up::run(std::move(chosen));
}

}  // namespace

verb up() {
  return {
      "up",
      audience::local,
      "run everything on this machine, with a demo project",
      {{"--data", "DIR",
        "where everything is kept (default: ~/.local/share/eeveon, as root /var/lib/eeveon)"},
       {"--listen", "ADDRESS", "address and port of the dashboard, the API and the hooks", "127.0.0.1:8080"},
       {"--public-url", "URL", "what links begin with (default: the listening address)"},
       {"--proxy", "ADDRESS", "believe X-Forwarded-* from here; may be repeated", "", parameter::count::many},
       {"--workers", "N", "worker processes", "1"},
       {"--no-demo", "", "without the demo project and its nodes"},
       {"--database", "URL", "an existing PostgreSQL, as eeveon_app, instead of a private one"},
       {"--database-admin", "URL",
        "the same as a superuser or eeveon_owner, to bring its schema to this version"},
       {"--redis", "URL", "an existing Redis instead of a private one"},
       {"--file-root", "DIR", "accept file: repositories below it; may be repeated", "",
        parameter::count::many},
       {"--lease", "DURATION", "how long a worker holds a run without a sign of life", "30s"}},
      run};
}

}  // namespace eeveon::cli
