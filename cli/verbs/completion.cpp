#include <fmt/format.h>

#include <map>
#include <set>

#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/setting_keys.hpp"
#include "cli/verbs/verbs.hpp"

namespace eeveon::cli {
namespace {

// Every place where a word may be completed: "" (verbs), "nodes" (second words), "deploy" (options).
std::map<std::string, std::set<std::string>> words_by_place() {
  std::map<std::string, std::set<std::string>> out;
  for (const auto& v : all_verbs()) {
    if (v.whose == audience::hidden) continue;
    const auto space = v.name.find(' ');
    out[""].emplace(v.name.substr(0, space));
    if (space != v.name.npos) out[std::string(v.name.substr(0, space))].emplace(v.name.substr(space + 1));
    auto& options = out[std::string(v.name)];
    options.insert("--help");
    const auto add = [&](const parameter& p) {
      if (!p.is_position() && !p.hidden) options.insert("--" + std::string(p.key()));
    };
    std::ranges::for_each(v.parameters, add);
    if (v.whose == audience::client) std::ranges::for_each(client_parameters(), add);
  }
  return out;
}

std::string joined(const std::set<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

// "nodes|config": first words that a second one belongs to.
std::string groups_of_verbs() {
  std::string out;
  for (const auto& group : verb_groups()) out += (out.empty() ? "" : "|") + std::string(group.name);
  return out;
}

std::string bash_script() {
  std::string cases;
  for (const auto& [place, words] : words_by_place())
    if (!place.empty()) cases += fmt::format("    '{}') words='{}' ;;\n", place, joined(words));
  return fmt::format(R"--(_eeveon() {{
  local words names place="${{COMP_WORDS[1]}}"
  [ "$COMP_CWORD" -gt 2 ] && case "$place" in {}) place="$place ${{COMP_WORDS[2]}}" ;; esac
  [ "$COMP_CWORD" = 1 ] && place=
  case "$place" in
    '') words='{}' ;;
{}  esac
  local typed="${{COMP_WORDS[COMP_CWORD]}}"
  case "$typed" in
    -*) ;;
    *) names="$("${{COMP_WORDS[0]}}" complete -- "${{COMP_WORDS[@]:1:COMP_CWORD}}" 2> /dev/null)"
       words="${{names:-$words}}" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$typed"))
}}
complete -o default -F _eeveon eeveon
)--",
                     groups_of_verbs(), joined(words_by_place()[""]), cases);
}

std::string zsh_script() {
  return "#compdef eeveon\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script();
}

std::string fish_script() {
  std::string out = "complete -c eeveon -f\n";
  for (const auto& [place, words] : words_by_place()) {
    std::string condition = "__fish_use_subcommand";
    if (!place.empty()) {
      const auto space = place.find(' ');
      condition = "__fish_seen_subcommand_from " + place.substr(0, space);
      if (space != place.npos) condition += "; and __fish_seen_subcommand_from " + place.substr(space + 1);
    }
    out += fmt::format("complete -c eeveon -n '{}' -a '{}'\n", condition, joined(words));
  }
  out +=
      "complete -c eeveon -a '(eeveon complete -- (commandline -opc)[2..-1] (commandline -ct) "
      "2>/dev/null)'\n";
  return out;
}

int run(invocation& asked) {
  const auto shell = asked.text("SHELL");
  if (shell == "bash")
    print_text(bash_script());
  else if (shell == "zsh")
    print_text(zsh_script());
  else
    print_text(fish_script());
  return done;
}

}  // namespace

verb completion() {
  return {"completion",
          audience::local,
          "print what makes a shell complete eeveon's words",
          {{.name = "SHELL",
            .summary = "as in eeveon completion bash > /etc/bash_completion.d/eeveon",
            .choices = {"bash", "zsh", "fish"}}},
          run};
}

}  // namespace eeveon::cli
