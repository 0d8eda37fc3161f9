#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/known.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto answer = server.remove(with_query("/api/v1/nodes/" + escaped(asked.text("NAME")),
                                               {{"force", asked.has("force") ? "true" : ""}}));
  if (!answer) {
    auto why = about_node(server, asked.text("NAME"), answer.error());
    if (why.code == errc::refused) why.detail += " (here: --force)", why.where = asked.text("NAME");
    return report(why);
  }
  print_answer(asked.chosen().output, *answer, {{}, {{asked.text("NAME")}}});
  for (const auto& warning : warnings_of_removal(*answer)) remark(warning);
  return done;
}

}  // namespace

verb nodes_remove() {
  return {
      "nodes remove",
      audience::client,
      "forget a machine; what runs there stays",
      {{"NAME", "", "of the node"}, {"--force", "", "even when it is the only node of a live environment"}},
      run};
}

}  // namespace eeveon::cli
