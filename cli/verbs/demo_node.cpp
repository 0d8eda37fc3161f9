#include <cstdlib>

#include "cli/demo/node.hpp"
#include "cli/exit_code.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

int run(invocation& asked) {
  const auto listen = asked.text("listen");
  const auto colon = listen.rfind(':');
  if (colon == listen.npos)
    return report({errc::invalid, "must be an address and a port, as 127.0.0.2:9000", "--listen"});
  return demo::serve_node(listen.substr(0, colon), std::atoi(listen.c_str() + colon + 1), asked.text("root"));
}

}  // namespace

verb demo_node() {
  return {"demo-node",
          audience::hidden,
          "serve the live release's files over HTTP, as a node of the demo",
          {{"--listen", "ADDRESS", "address and port"},
           {"--root", "DIR", "folder of the environment on this node, which holds `current`"}},
          run};
}

}  // namespace eeveon::cli
