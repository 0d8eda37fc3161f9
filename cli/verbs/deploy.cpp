#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/known.hpp"
#include "cli/request.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/whole.hpp"

namespace eeveon::cli {
namespace {

// Without a commit, ref or release: what a push would deploy, the first ref the environment watches.
result<std::string> watched_ref(const invocation& asked, api& server) {
  if (const auto there = check_place(server, asked.text("PROJECT"), asked.text("ENVIRONMENT")); !there)
    return std::unexpected(there.error());
  const auto answer = server.get("/api/v1/projects/" + escaped(asked.text("PROJECT")));
  if (!answer) return std::unexpected(answer.error());
  const auto* spec = find_in(*answer, "spec");
  const auto* environments = spec ? find_in(*spec, "environments") : nullptr;
  const auto* environment = environments ? find_in(*environments, asked.text("ENVIRONMENT")) : nullptr;
  const auto* on = environment ? find_in(*environment, "deploy_on") : nullptr;
  const json::value* at = on ? find_in(*on, "push") : nullptr;
  if (at && at->is_array() && !at->get_array().empty()) at = &at->get_array().front();
  if (at && at->is_string()) return std::string(at->get_string());
  return fail(errc::invalid,
              "this environment watches no branch: say what to deploy with --commit, --ref or --release");
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  json::object ask;
  for (const auto* key : {"commit", "ref", "release"})
    if (asked.has(key)) ask[key] = asked.text(key);
  if (ask.size() > 1) return report({errc::invalid, "say one of --commit, --ref and --release", ""});
  if (ask.empty()) {
    const auto ref = watched_ref(asked, server);
    if (!ref) return report(ref.error());
    ask["ref"] = *ref;
  }
  for (const auto& [key, whole] : {std::pair{"commit", &whole_commit}, {"release", &whole_release}}) {
    if (!asked.has(key)) continue;
    const auto meant = whole(server, asked.text("PROJECT"), asked.text(key));
    if (!meant) return report(meant.error());
    ask[key] = *meant;
  }
  return request_plan(asked, server, environment_path(asked) + "/deployments", std::move(ask));
}

}  // namespace

verb deploy() {
  auto parameters = with_waiting({
      {"PROJECT", "", "as in its spec"},
      {"ENVIRONMENT", "", "as in its spec"},
      {"--commit", "SHA", "this commit; a beginning will do where only one has it"},
      {"--ref", "REF", "the present head of a branch or tag (default: the branch the environment watches)"},
      {"--release", "ID", "a release that has been built: its id or its commit, or the beginning of either"},
      dry_run_parameter(),
  });
  return {"deploy", audience::client, "put a commit into an environment", std::move(parameters), run};
}

}  // namespace eeveon::cli
