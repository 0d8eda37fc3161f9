// The commands that the contract of event stores is told in.
#include "tests/contract/event_store_contract.hpp"

namespace eeveon::test {

append_command fact(const std::string& stream, const std::string& type) {
  append_command command;
  command.actor = "tester";
  command.correlation = make_uuid_v8(random_bytes(16));
  command.streams.push_back({stream, std::nullopt, {{.type = type, .data = R"({"n":1})"}}});
  return command;
}
append_command decision(const std::string& stream, std::int64_t expected) {
  auto command = fact(stream);
  command.streams[0].expected = expected;
  return command;
}
append_command delivered(const std::string& key, const std::string& body) {
  auto command = fact("repo-github-1", "push_received");
  command.from = delivery{"github/default", key, sha256(body), "{}", body, R"({"ok":true})"};
  return command;
}
append_command start_run(const std::string& run, const std::string& environment) {
  auto command = fact("deployment-" + run, "deployment_requested");
  command.runs.push_back({run, "deployment-" + run, environment, environment.empty() ? "noop" : "deploy"});
  return command;
}
append_command claim(const std::string& run, const std::string& owner, std::chrono::milliseconds lease) {
  auto command = fact("deployment-" + run, "run_claimed");
  command.claim = run_claim{run, owner, lease};
  return command;
}
append_command guarded(const std::string& run, std::int64_t fence) {
  auto command = fact("deployment-" + run, "step_started");
  command.guard = run_guard{run, fence};
  return command;
}

}  // namespace eeveon::test
