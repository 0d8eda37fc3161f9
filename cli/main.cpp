// The one executable. What it can do stands in cli/verb.cpp, a file per verb in cli/verbs.
#include <csignal>

#include "cli/exit_code.hpp"
#include "cli/parse.hpp"
#include "cli/print.hpp"
#include "cli/setting_keys.hpp"
#include "cli/terminal.hpp"

namespace eeveon::cli {
namespace {

int run(const std::vector<std::string>& words_said) {
  const auto spoken = parse(words_said);
  if (const int* said = std::get_if<int>(&spoken)) return *said;
  const auto& [verb, words] = std::get<parsed>(spoken);

  std::map<std::string, std::string, std::less<>> flags;
  for (const auto& option : client_parameters())
    if (const auto found = words.find(option.key()); found != words.end())
      flags.emplace(option.key(), found->second.back());
  auto chosen = verb->whose == audience::client ? choose_settings(flags) : settings{};
  if (!chosen) return report(chosen.error());
  speak(chosen->colours, chosen->quiet);
  invocation asked(words, *chosen);
  return verb->run(asked);
}

}  // namespace
}  // namespace eeveon::cli

int main(int argc, char** argv) {
  using namespace eeveon::cli;
  open_missing_streams();
  std::signal(SIGPIPE, SIG_IGN);  // a peer that goes away is an error to handle, not the end
  try {
    return run({argv + 1, argv + argc});
  } catch (const unwritable& trouble) {
    // As for any program in a pipe, whose reader has seen enough.
    return trouble.reader_is_gone ? broken_pipe : report(trouble.why);
  }
}
