#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <cstdlib>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/sign_in_link.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/wiring.hpp"

namespace eeveon::cli {
namespace {

// Hands the link to the desktop's own opener; false when there is none.
bool open_in_browser(const std::string& link) {
  asio::io_context io{1};
  const auto programs = make_program_launcher(io.get_executor());
  program opener{.argv = {"xdg-open", link}};
  opener.limit = std::chrono::seconds(10);
  for (const auto* name :
       {"DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "BROWSER"})
    if (const char* value = std::getenv(name)) opener.variables[name] = value;
  bool opened = false;
  asio::co_spawn(io, programs->run(opener, {}),
                 [&](std::exception_ptr, result<program_end> end) { opened = end && end->exit_code == 0; });
  io.run();
  return opened;
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  const auto link = sign_in_link(server);
  if (!link) return report(link.error());
  const bool desktop = std::getenv("DISPLAY") || std::getenv("WAYLAND_DISPLAY");
  if (!desktop || !open_in_browser(*link))
    remark("open this in a browser:"), print_answer(output_form::table, nullptr, {{}, {{*link}}});
  return done;
}

}  // namespace

verb dashboard() { return {"dashboard", audience::client, "open the dashboard, signed in", {}, run}; }

}  // namespace eeveon::cli
