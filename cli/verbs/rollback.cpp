#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/print.hpp"
#include "cli/request.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/whole.hpp"

namespace eeveon::cli {
namespace {

std::string named(const json::value* release) {
  if (!release) return "nothing";
  const auto message = text_of(*release, "message");
  return short_commit(text_of(*release, "commit")) + (message.empty() ? "" : " (" + message + ")");
}

// Asks before anything changes; without a terminal somebody must have said --yes.
result<bool> agreed(const invocation& asked, api& server) {
  if (asked.has("yes") || asked.has("dry-run")) return true;
  if (!is_terminal_input())
    return fail(errc::invalid, "rollback asks first and there is no terminal: say --yes");
  const auto environment = find_environment(asked, server);
  if (!environment) return std::unexpected(environment.error());
  const auto target = asked.has("to") ? asked.text("to") : named(find_in(*environment, "previous"));
  return confirm(fmt::format("Roll {} {} back from {} to {}?", asked.text("PROJECT"),
                             asked.text("ENVIRONMENT"), named(find_in(*environment, "current")), target));
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  json::object ask;
  if (asked.has("to")) {
    const auto meant = whole_release(server, asked.text("PROJECT"), asked.text("to"));
    if (!meant) return report(meant.error());
    ask["to"] = *meant;
  }
  const auto yes = agreed(asked, server);
  if (!yes) return report(yes.error());
  if (!*yes) return remark("nothing was changed"), cancelled;
  return request_plan(asked, server, environment_path(asked) + "/rollback", std::move(ask));
}

}  // namespace

verb rollback() {
  auto parameters = with_waiting({
      {"PROJECT", "", "as in its spec"},
      {"ENVIRONMENT", "", "as in its spec"},
      {"--to", "RELEASE",
       "a kept release (default: the one before): its id or its commit, or the beginning of either"},
      {"-y,--yes", "", "do not ask"},
      dry_run_parameter(),
  });
  return {"rollback", audience::client, "go back to the previous release", std::move(parameters), run};
}

}  // namespace eeveon::cli
