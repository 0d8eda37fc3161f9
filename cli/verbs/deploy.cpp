#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/request.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

std::string no_environment(const invocation& asked, const json::value* environments) {
  std::string there;
  if (environments && environments->is_object())
    for (const auto& one : environments->get_object())
      there += (there.empty() ? "" : ", ") + std::string(one.key());
  return fmt::format("project {} has no environment {}; it has: {}", asked.text("PROJECT"),
                     asked.text("ENVIRONMENT"), there.empty() ? "none" : there);
}

// Without a commit, ref or release: what a push would deploy, the first ref the environment watches.
result<std::string> watched_ref(const invocation& asked, api& server) {
  const auto answer = server.get("/api/v1/projects/" + escaped(asked.text("PROJECT")));
  if (!answer) return std::unexpected(answer.error());
  const auto* spec = find_in(*answer, "spec");
  const auto* environments = spec ? find_in(*spec, "environments") : nullptr;
  const auto* environment = environments ? find_in(*environments, asked.text("ENVIRONMENT")) : nullptr;
  if (!environment) return fail(errc::not_found, no_environment(asked, environments));
  const auto* on = find_in(*environment, "deploy_on");
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
