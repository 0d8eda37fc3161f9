#include "workers/main.hpp"

#include "cli/exit_code.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  workers::worker_options options;
  for (const auto* key : {"database", "redis"})
    if (!asked.has(key)) return report({errc::invalid, "is missing", std::string("--") + key});
  options.name = asked.text("name");
  options.database_url = asked.text("database");
  options.redis_url = asked.text("redis");
  options.data = asked.text("data");
  options.file_roots = asked.all("file-root");
  options.git_credentials =
      asked.has("git-credentials") ? asked.text("git-credentials") : options.data + "/git-credentials";
  options.writers = static_cast<int>(asked.number("writers"));
  options.slots = static_cast<int>(asked.number("slots"));
  options.lease = asked.duration("lease");
  options.drain = asked.duration("drain");
  if (options.lease < std::chrono::seconds(2))
    return report({errc::invalid, "must be at least 2s", "--lease"});
  if (options.slots < 1) return report({errc::invalid, "must be at least 1", "--slots"});
  return workers::run_worker(std::move(options));
}

}  // namespace

verb worker() {
  return {"worker",
          audience::local,
          "build releases and bring them to the nodes",
          {{"--database", "URL", "PostgreSQL, as eeveon_app"},
           {"--redis", "URL", "redis://host:port or unix:///path/to/socket"},
           {"--data", "DIR", "mirrors, work folders and artifacts", "/var/lib/eeveon/worker"},
           {"--file-root", "DIR", "accept file: repositories below it; may be repeated", "",
            parameter::count::many},
           {"--git-credentials", "FILE",
            "lines https://USER:TOKEN@HOST, mode 0600 (default: git-credentials in --data)"},
           {"--name", "NAME", "unique among the workers of this database", "worker-1"},
           {"--slots", "N", "runs performed side by side", "4"},
           {"--writers", "N", "connections that write the log", "1"},
           {"--lease", "DURATION", "how long a run is held without a sign of life", "30s"},
           {"--drain", "DURATION", "what running steps get to end after SIGTERM", "30s"}},
          run};
}

}  // namespace eeveon::cli
