#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/known.hpp"
#include "cli/missing_word.hpp"
#include "cli/print.hpp"
#include "cli/setting_files.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

constexpr std::chrono::seconds patience{2};  // somebody waits with a finger on the key

std::vector<std::string> names_of(api& server, const missing_word& word) {
  if (!word.choices.empty()) return {word.choices.begin(), word.choices.end()};
  if (word.what == "CONTEXT") return contexts();
  const auto path = word.what == "PROJECT" || word.what == "ENVIRONMENT" ? "/api/v1/environments"
                    : word.what == "NODE"                                ? "/api/v1/nodes"
                    : word.what == "DEPLOYMENT"                          ? "/api/v1/deployments?limit=50"
                                                                         : "";
  if (!*path) return {};
  const auto answer = server.get(path);
  if (!answer) return {};
  if (word.what == "NODE") return names_in(*answer, "nodes", "name");
  if (word.what == "DEPLOYMENT") return names_in(*answer, "deployments", "id");
  if (word.what == "PROJECT") return names_in(*answer, "environments", "project");
  std::vector<std::string> out;
  for (const auto& one : list_of(*answer, "environments"))
    if (text_of(one, "project") == word.project) out.push_back(text_of(one, "name"));
  return out;
}

// Whatever goes wrong, nothing is offered and nothing is said: the line being typed must stay as it is.
int run(invocation& asked) {
  const auto word = find_missing_word(asked.all("WORDS"));
  if (word.what.empty()) return done;
  auto chosen = choose_settings(word.flags);
  if (!chosen) return done;
  chosen->patience = patience;
  auto server = connect(*chosen);
  auto names = names_of(server, word);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  table out;
  for (auto& name : names) out.rows.push_back({std::move(name)});
  print_answer(output_form::table, nullptr, out);
  return done;
}

}  // namespace

verb complete() {
  return {"complete",
          audience::hidden,
          "the names that may stand where a half-typed line ends; asked by the shells' completion",
          {{"WORDS", "", "the words behind eeveon, the last one unfinished", "", parameter::count::many}},
          run};
}

}  // namespace eeveon::cli
