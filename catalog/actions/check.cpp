#include <algorithm>

#include "catalog/actions/words.hpp"

namespace eeveon::action_named {
namespace {

constexpr std::int64_t a_day_in_ms = 86'400'000;  // more than any step has

// {node} becomes the node's registered address; nothing else of a target is ever replaced.
std::string placed(std::string target, const node_registered& node) {
  const std::string_view mark = "{node}";
  const bool v6 = node.address.find(':') != std::string::npos;
  for (auto at = target.find(mark); at != std::string::npos; at = target.find(mark, at + node.address.size()))
    target.replace(at, mark.size(), v6 ? "[" + node.address + "]" : node.address);
  return target;
}

std::string host_of(std::string_view target) {
  if (const auto scheme = target.find("://"); scheme != target.npos) target.remove_prefix(scheme + 3);
  target = target.substr(0, target.find_first_of("/?#"));
  if (const auto at = target.rfind('@'); at != target.npos) return {};
  if (target.starts_with('['))
    return target.find(']') == target.npos ? std::string{}
                                           : std::string(target.substr(1, target.find(']') - 1));
  return std::string(target.substr(0, target.rfind(':') == target.npos ? target.size() : target.rfind(':')));
}

}  // namespace

// One attempt; the playbook repeats it with back-off. Healthy is a status from 200 to 399, an open port, or
// exit 0.
decision check_next(const step& what, const step_context& context, std::span<const observation> seen) {
  if (!context.node) return gave_up{"the node is not registered any more", true};
  const auto http = text_of(what.args, "http"), tcp = text_of(what.args, "tcp");
  const std::chrono::milliseconds timeout(
      std::clamp<std::int64_t>(number_of(what.args, "timeout_ms"), 1, a_day_in_ms));
  const auto target = placed(http.empty() ? tcp : http, *context.node);
  if (seen.empty()) {
    if (!target.empty()) {
      const auto host = host_of(target);
      if (host.empty() ||
          std::find(context.addresses.begin(), context.addresses.end(), host) == context.addresses.end())
        return gave_up{"the check would leave the registered nodes: use {node} as the host", true};
      if (!http.empty()) return probe_http{target, timeout};
      int port = 0;
      for (const char c : target.substr(target.rfind(':') + 1))
        port = c >= '0' && c <= '9' && port < 65536 ? port * 10 + (c - '0') : 65536;
      if (port < 1 || port > 65535) return gave_up{"the check's port must be 1 to 65535", true};
      return probe_tcp{host, port, timeout};
    }
    auto argv = list_of(what.args, "argv");
    if (argv.empty()) return finished{};
    for (auto& item : argv) item = placed(std::move(item), *context.node);
    if (text_of(what.args, "on") == "worker") {
      run_program program;
      program.argv = std::move(argv);
      program.variables = context.variables;
      program.limit = timeout;
      program.sandboxed = true;
      program.to_log = true;
      return program;
    }
    const auto seconds = std::to_string(std::max<std::int64_t>(1, timeout.count() / 1000));
    call_node call{.limit = timeout + std::chrono::seconds(2)};
    if (context.fence.empty()) {  // between deployments: in what is live, whatever that is
      call.verb = "probe";
      call.args = {context.project, context.environment, seconds};
    } else {
      call.verb = "hook";
      call.args = {context.project, context.environment, context.fence, release_of(what, context), "check",
                   seconds};
    }
    for (auto& item : argv) call.args.push_back(std::move(item));
    return call;
  }
  const auto& answer = seen.back();
  if (answer.failed) return gave_up{"not healthy: " + answer.failed->detail, false};
  if (!http.empty()) {
    if (answer.code >= 200 && answer.code < 400) return finished{{{"status", answer.code}}, {}};
    return gave_up{"not healthy: " + target + " answered " + std::to_string(answer.code), false};
  }
  if (!tcp.empty()) return finished{};
  const bool good =
      answer.words.empty() ? answer.code == 0 && !answer.timed_out : answer.words.front() == "0";
  if (good) return finished{};
  return gave_up{"not healthy: the check ended with " +
                     (answer.words.empty() ? std::to_string(answer.code) : answer.words.front()),
                 false};
}

}  // namespace eeveon::action_named
