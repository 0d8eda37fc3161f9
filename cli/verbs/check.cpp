#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <sstream>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/look_at_nodes.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/wiring.hpp"

namespace eeveon::cli {
namespace {

struct finding {
  std::string what, state, fix;  // state: "ok", "warning", "wrong"
};

bool is_in_path(const std::string& program) {
  std::istringstream folders("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  return false;
}

void check_programs(std::vector<finding>& found) {
  const std::vector<std::pair<const char*, const char*>> needed{
      {"git", "git"}, {"rsync", "rsync"}, {"ssh", "openssh-client"}, {"bwrap", "bubblewrap"}};
  for (const auto& [program, package] : needed) {
    if (is_in_path(program))
      found.push_back({program, "ok", ""});
    else
      found.push_back({program, "wrong", fmt::format("apt-get install {}", package)});
  }
  asio::io_context io{1};
  const auto warning = make_program_launcher(io.get_executor())->sandbox_warning();
  found.push_back({"sandbox", warning.empty() ? "ok" : "warning", warning});
}

void check_database_at(const std::string& url, std::vector<finding>& found) {
  const auto warnings = check_database(url);
  if (!warnings) return found.push_back({"database", "wrong", warnings.error().detail});
  found.push_back({"database", "ok", ""});
  for (const auto& warning : *warnings) found.push_back({"database", "warning", warning});
}

// The worst that a look at a node has found, with all that is not as it should be.
finding summary(std::string node, const json::array& findings) {
  finding out{std::move(node), "ok", ""};
  std::string way;
  for (const auto& one : findings) {
    const auto state = text_of(one, "state");
    const auto what = text_of(one, "what");
    if (what == "connection") way = text_of(one, "remark");
    if (state != "warning" && state != "wrong") continue;
    // What is live there may be unwell while everything that deploys is in order.
    const bool wrong = state == "wrong" && what != "health";
    if (wrong || out.state == "ok") out.state = wrong ? "wrong" : "warning";
    out.fix += fmt::format("{}{}: {}", out.fix.empty() ? "" : "; ", what, text_of(one, "remark"));
  }
  if (out.fix.empty()) out.fix = way;
  return out;
}

void check_server(const invocation& asked, api& server, std::vector<finding>& found) {
  const auto ready = server.send("GET", "/readyz");
  if (!ready) return found.push_back({"server", "wrong", ready.error().detail});
  if (ready->status != 200)
    found.push_back({"server", "wrong", failure_of(*ready).detail});
  else
    found.push_back({"server", "ok", server.url()});
  const auto nodes = server.get("/api/v1/nodes");
  if (!nodes) return found.push_back({"nodes", "wrong", nodes.error().detail});
  const auto& list = list_of(*nodes, "nodes");
  const auto seen = look_at_nodes([&asked] { return connect(asked.chosen()); }, list);
  for (std::size_t i = 0; i < list.size(); ++i)
    found.push_back(summary("node " + text_of(list[i], "name"), seen[i].findings));
}

int run(invocation& asked) {
  std::vector<finding> found;
  check_programs(found);
  if (asked.has("database")) check_database_at(asked.text("database"), found);
  auto server = connect(asked.chosen());
  check_server(asked, server, found);

  json::array all;
  table out{{"WHAT", "STATE", "REMARK"}, {}};
  bool wrong = false;
  for (const auto& f : found) {
    all.push_back(json::object{{"what", f.what}, {"state", f.state}, {"remark", f.fix}});
    out.rows.push_back({f.what, f.state, f.fix});
    wrong = wrong || f.state == "wrong";
  }
  print_answer(asked.chosen().output, json::object{{"findings", std::move(all)}}, out);
  return wrong ? error : done;
}

}  // namespace

verb check() {
  return {"check",
          audience::client,
          "is everything there and in order? says the fix",
          {{"--database", "URL", "look into this database as well"}},
          run};
}

}  // namespace eeveon::cli
