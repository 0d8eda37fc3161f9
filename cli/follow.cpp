#include "cli/follow.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <csignal>
#include <map>
#include <thread>

#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/print.hpp"
#include "cli/reconnect.hpp"

namespace eeveon::cli {
namespace {

// Read by the signal handler, hence plain memory.
std::array<char, 512> farewell;
std::size_t farewell_size = 0;

void leave(int) {
  [[maybe_unused]] const auto written = write(STDERR_FILENO, farewell.data(), farewell_size);
  _exit(interrupted);
}

std::string describe(const json::value& step) {
  auto line =
      fmt::format("  {:<8} {:<28} {}", text_of(step, "part"), text_of(step, "id"), state_of_step(step));
  if (const auto took = text_of(step, "took_ms"); !took.empty()) line += " in " + took + " ms";
  if (const auto attempt = number_of(step, "attempt"); attempt > 1)
    line += fmt::format(" (attempt {})", attempt);
  if (const auto reason = text_of(step, "reason"); !reason.empty()) line += ": " + reason;
  return line;
}

// Tells the steps whose state is new since the last look.
void tell_changes(const json::value& deployment, std::map<std::string, std::string>& told) {
  for (const auto& step : list_of(deployment, "steps")) {
    const auto state = text_of(step, "state");
    auto& last = told[text_of(step, "part") + text_of(step, "id") + text_of(step, "attempt")];
    if (last == state) continue;
    last = state;
    remark(describe(step));
  }
}

}  // namespace

void detach_on_interrupt(const std::string& how_to_follow_again) {
  const auto text = "\n" + how_to_follow_again.substr(0, farewell.size() - 2) + "\n";
  std::copy(text.begin(), text.end(), farewell.begin());
  farewell_size = text.size();
  std::signal(SIGINT, leave);
}

void pause_between_looks() { std::this_thread::sleep_for(std::chrono::milliseconds(200)); }

bool is_final(std::string_view status) {
  return status != "queued" && status != "running" && status != "pending_approval" &&
         status != "needs_attention";
}

std::string state_of_step(const json::value& step) {
  const auto state = text_of(step, "state");
  return state == "failed" && find_in(step, "optional") ? "warned" : state;
}

int follow_deployment(api& server, const std::string& id, std::chrono::milliseconds limit,
                      std::string_view wanted) {
  detach_on_interrupt("left it running; follow it again with: eeveon logs -f " + id);
  const auto until = std::chrono::steady_clock::now() + limit;
  std::map<std::string, std::string> told;
  reconnect line;
  for (;;) {
    const auto deployment =
        line.insist<json::value>([&] { return server.get("/api/v1/deployments/" + escaped(id)); });
    if (!deployment) return report(deployment.error());
    tell_changes(*deployment, told);
    const auto status = text_of(*deployment, "status");
    if (is_final(status) || status == "needs_attention") {
      const auto reason = text_of(*deployment, "reason");
      remark(fmt::format("{} {}{}{}", id, status, reason.empty() ? "" : ": ", reason));
      if (status == wanted) return done;
      return status == "succeeded" ? unsuccessful : exit_code_of_status(status);
    }
    if (limit.count() > 0 && std::chrono::steady_clock::now() > until) {
      remark(fmt::format("{} is still {}; follow it with: eeveon logs -f {}", id, status, id));
      return cancelled;
    }
    pause_between_looks();
  }
}

}  // namespace eeveon::cli
