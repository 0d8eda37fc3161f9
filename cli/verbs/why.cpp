#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/known.hpp"
#include "cli/print.hpp"
#include "cli/request.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

void add_chain(table& to, const std::string& node, const json::value& version, bool doubtful) {
  auto commit = short_commit(text_of(version, "commit")) + (doubtful ? "?" : "");
  auto shown = node, whole = text_of(version, "commit");
  for (const auto& link : list_of(version, "chain")) {
    to.rows.push_back({std::exchange(shown, ""), std::exchange(commit, ""), short_time(text_of(link, "at")),
                       text_of(link, "text"), std::exchange(whole, "")});
  }
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto answer =
      server.get(with_query(environment_path(asked) + "/why", {{"node", asked.text("node")}}));
  if (!answer && answer.error().code == errc::not_found)
    if (const auto there = check_place(server, asked.text("PROJECT"), asked.text("ENVIRONMENT")); !there)
      return report(there.error());
  if (!answer) return report(answer.error());
  table out{{"NODE", "COMMIT", "AT", "WHY", "WHOLE COMMIT"}, {}, 4};
  std::vector<std::string> remarks;
  for (const auto& node : list_of(*answer, "nodes")) {
    const auto name = text_of(node, "node"), state = text_of(node, "state");
    if (state == "nothing") out.rows.push_back({name, "", "", "nothing has gone live on it"});
    add_chain(out, name, node, state == "in_doubt");
    if (const auto* maybe = find_in(node, "maybe")) add_chain(out, name + " (perhaps)", *maybe, true);
    if (state == "behind")
      remarks.push_back(name + " is behind: another release has gone live since, without it");
  }
  print_answer(asked.chosen().output, *answer, out);
  if (asked.chosen().output == output_form::table)
    for (const auto& text : remarks) remark(text);
  return done;
}

}  // namespace

verb why() {
  return {"why",
          audience::client,
          "why a machine runs what it runs, back to the push",
          {{"PROJECT", "", "as in its spec"},
           {"ENVIRONMENT", "", "as in its spec"},
           {"--node", "NODE", "only this one"}},
          run};
}

}  // namespace eeveon::cli
