#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/request.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

// Without a commit, ref or release: what a push would deploy, the first ref the environment watches.
result<std::string> watched_ref(const invocation& asked, api& server) {
  const auto answer = server.get("/api/v1/projects/" + escaped(asked.text("PROJECT")));
  if (!answer) return std::unexpected(answer.error());
  const json::value* at = &*answer;
  for (const auto& key : {std::string("spec"), std::string("environments"), asked.text("ENVIRONMENT"),
                          std::string("deploy_on"), std::string("push")}) {
    at = find_in(*at, key);
    if (!at) break;
  }
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
  return request_plan(asked, server, environment_path(asked) + "/deployments", std::move(ask));
}

}  // namespace

verb deploy() {
  std::vector<parameter> parameters{
      {"PROJECT", "", "as in its spec"},
      {"ENVIRONMENT", "", "as in its spec"},
      {"--commit", "SHA", "this commit"},
      {"--ref", "REF", "the present head of a branch or tag (default: the branch the environment watches)"},
      {"--release", "ID", "a release that has been built"},
  };
  parameters.insert(parameters.end(), waiting_parameters().begin(), waiting_parameters().end());
  return {"deploy", audience::client, "put a commit into an environment", std::move(parameters), run};
}

}  // namespace eeveon::cli
