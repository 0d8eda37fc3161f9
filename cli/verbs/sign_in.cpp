#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/sign_in_link.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto link = sign_in_link(server);
  if (!link) return report(link.error());
  print_answer(asked.chosen().output, json::object{{"link", *link}}, {{}, {{*link}}});
  return done;
}

}  // namespace

verb sign_in() {
  return {
      "sign-in", audience::client, "print a link that signs a browser in, once, within 15 minutes", {}, run};
}

}  // namespace eeveon::cli
