#include <fmt/format.h>

#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/print.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

result<json::object> node_of(const invocation& asked) {
  json::object node{{"name", asked.text("NAME")},
                    {"kind", asked.text("kind")},
                    {"address", asked.text("address")},
                    {"root", asked.text("root")}};
  if (asked.text("kind") == "ssh") {
    if (!asked.has("address")) return fail(errc::invalid, "--address is missing: where ssh finds the node");
    node["user"] = asked.text("user");
    node["port"] = asked.number("port");
  }
  if (!asked.has("root"))
    return fail(errc::invalid, "--root is missing: the folder on the node that releases go to, as /srv");
  if (!asked.has("address")) node["address"] = "127.0.0.1";
  if (asked.has("host-key")) node["host_key"] = asked.text("host-key");
  json::array groups;
  for (const auto& group : asked.all("group")) groups.emplace_back(group);
  node["groups"] = std::move(groups);
  return node;
}

// What the server finds on the way there; the login itself is a worker's, once the node is registered.
int try_it(const invocation& asked, api& server, json::object node) {
  node["dry_run"] = true;
  const auto answer = server.post("/api/v1/nodes", node);
  if (!answer) return report(answer.error());
  table out{{"WHAT", "STATE", "REMARK"}, {}};
  bool wrong = false;
  for (const auto& one : list_of(*answer, "findings")) {
    out.rows.push_back({text_of(one, "what"), text_of(one, "state"), text_of(one, "remark")});
    wrong = wrong || text_of(one, "state") == "failed";
  }
  print_answer(asked.chosen().output, *answer, out);
  if (const auto print = text_of(*answer, "fingerprint"); !print.empty())
    remark(plain("it shows the key " + print + ": --host-key '" + text_of(*answer, "host_key") + "'"));
  remark("nothing was changed");
  return wrong ? error : done;
}

int run(invocation& asked) {
  auto server = connect(asked.chosen());
  auto node = node_of(asked);
  if (!node) return report(node.error());
  if (asked.has("dry-run")) return try_it(asked, server, std::move(*node));
  auto reply = server.send("POST", "/api/v1/nodes", *node);
  // An ssh node without a key: the server shows the key it was offered, a person compares and confirms.
  if (reply && reply->status == 409 && find_in(reply->body, "host_key")) {
    const auto key = text_of(reply->body, "host_key"), print = text_of(reply->body, "fingerprint");
    if (!confirm(fmt::format("{} shows the key {}\nIs that the node's own? (ssh-keygen -lf "
                             "/etc/ssh/ssh_host_ed25519_key.pub on the node tells)",
                             asked.text("address"), print)))
      return report({errc::invalid,
                     fmt::format("the host key is not confirmed; compare it and add: --host-key '{}'", key),
                     ""});
    (*node)["host_key"] = key;
    reply = server.send("POST", "/api/v1/nodes", *node);
  }
  const auto answer = document_of(std::move(reply));
  if (!answer) return report(answer.error());
  print_answer(asked.chosen().output, *answer, {{}, {{asked.text("NAME"), text_of(*answer, "result")}}});
  if (text_of(*answer, "result") != "unchanged")
    remark("look at it with: eeveon nodes check " + asked.text("NAME"));
  return done;
}

}  // namespace

verb nodes_add() {
  return {"nodes add",
          audience::client,
          "register a machine that releases go to, or change how it is reached",
          {{"NAME", "", "1 to 63 of a-z, 0-9 and '-'"},
           {.name = "--kind",
            .value = "KIND",
            .summary = "how it is reached, local being this machine itself",
            .fallback = "ssh",
            .choices = {"ssh", "local"}},
           {"--address", "HOST", "host name or address"},
           {"--root", "DIR", "absolute folder on the node; releases go below it"},
           {"--user", "USER", "who logs in (ssh): the user who owns the files", "deploy"},
           {"--port", "N", "of ssh", "22"},
           {"--group", "GROUP", "what specs call it by; may be repeated", "", parameter::count::many},
           {"--dry-run", "", "try the way to it, tell what it would serve; change nothing"},
           {"--host-key", "KEY",
            "its public host key, 'ssh-ed25519 AAAA…'; without it the key is shown and asked about"}},
          run};
}

}  // namespace eeveon::cli
