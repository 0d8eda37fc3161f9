#include "cli/parse.hpp"

#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <deque>
#include <iostream>
#include <sstream>

#include "cli/exit_code.hpp"
#include "cli/past_point.hpp"
#include "cli/print.hpp"
#include "cli/setting_keys.hpp"
#include "cli/version.hpp"
#include "core/base/time.hpp"

namespace eeveon::cli {
namespace {

// Where CLI11 leaves what it has read. A deque: it keeps pointers to the elements.
struct slot {
  std::string key;
  std::string text;
  std::vector<std::string> texts;  // of a parameter that may be repeated
  bool flag = false;
};

std::string check_number(const std::string& text, parameter::range within, std::string_view source) {
  long value = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  if (whole && value >= within.least && value <= within.most) return "";
  return fmt::format("must be a whole number from {} to {}{}{}", within.least, within.most,
                     source.empty() ? "" : ": ", source);
}
std::string check_duration(const std::string& text) {
  return parse_duration(text) ? "" : "must be a time with its unit, as 500ms, 30s or 15m";
}
// Leaves the moment as the server takes it: "15m" stays what it was when the next page is asked for.
std::string read_moment(std::string& text, bool or_position) {
  auto meant = or_position ? past_point(text, this_moment()) : past_time(text, this_moment());
  if (!meant) return meant.error().detail;
  text = std::move(*meant);
  return "";
}
std::string check_choice(const std::string& text, const std::vector<std::string_view>& choices) {
  if (std::ranges::find(choices, text) != choices.end()) return "";
  const auto meant = nearest_word(text, choices);
  return fmt::format("must be one of {}{}", fmt::join(choices, ", "),
                     meant.empty() ? "" : fmt::format("; did you mean '{}'?", meant));
}

// `variable`: of the environment, which says the same.
void add_parameter(CLI::App& app, const parameter& p, slot& to, const std::string& group,
                   std::string_view variable) {
  const auto summary = summary_of(p) + (variable.empty() ? "" : fmt::format(" (or {})", variable));
  if (!p.is_position() && p.value.empty()) {
    auto* flag = app.add_flag(std::string(p.name), to.flag, summary);
    flag->group(p.hidden ? "" : group);
    return;
  }
  const bool many = p.how_many == parameter::count::many;
  auto* option = many ? app.add_option(std::string(p.name), to.texts, summary)
                      : app.add_option(std::string(p.name), to.text, summary);
  if (!p.is_position()) option->group(p.hidden ? "" : group);
  option->type_name(std::string(p.is_position() ? "" : p.value));
  if (p.is_position())
    option->required(p.how_many == parameter::count::one);
  else if (!many)
    option->take_last();
  else
    option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  if (!p.fallback.empty()) to.text = p.fallback, option->default_str(to.text);
  if (p.value == "N")
    option->check([within = p.within, source = p.source](const std::string& text) {
      return check_number(text, within, source);
    });
  if (p.value == "DURATION") option->check(check_duration);
  if (const bool point = p.value == "TIME|POSITION"; point || p.value == "TIME")
    option->transform(CLI::Validator([point](std::string& text) { return read_moment(text, point); }, ""));
  if (!p.choices.empty())
    option->check([choices = p.choices](const std::string& text) { return check_choice(text, choices); });
}

// "nodes add" stands below "nodes", which is made when first needed.
CLI::App& place_of(CLI::App& root, std::string_view name) {
  const auto space = name.find(' ');
  if (space == name.npos) return *root.add_subcommand(std::string(name));
  const std::string first(name.substr(0, space));
  const auto there = root.get_subcommands([&](CLI::App* app) { return app->get_name() == first; });
  auto* parent = there.empty() ? root.add_subcommand(first)->require_subcommand(1) : there.front();
  const auto group = std::ranges::find(verb_groups(), first, &verb_group::name);
  if (group != verb_groups().end()) parent->description(std::string(group->summary));
  return *parent->add_subcommand(std::string(name.substr(space + 1)));
}

// The first option that is none of its verb's, and which one was probably meant.
std::string unknown_option(const std::string& name, const std::vector<std::string>& arguments) {
  const auto v = std::ranges::find(all_verbs(), name, &verb::name);
  if (v == all_verbs().end()) return {};
  std::vector<std::string_view> known{"help"};
  const auto add = [&](const parameter& p) {
    if (!p.is_position() && !p.hidden) known.push_back(p.key());
  };
  std::ranges::for_each(v->parameters, add);
  if (v->whose == audience::client) std::ranges::for_each(client_parameters(), add);
  for (const std::string_view word : arguments) {
    if (word == "--") break;
    const auto option = word.substr(0, word.find('='));
    if (!option.starts_with("--") || std::ranges::find(known, option.substr(2)) != known.end()) continue;
    const auto meant = nearest_word(option.substr(2), known);
    return fmt::format("'{}' is no option of eeveon {}{}", option, name,
                       meant.empty() ? fmt::format("; eeveon {} --help lists them", name)
                                     : fmt::format("; did you mean '--{}'?", meant));
  }
  return {};
}

// What an unknown word was probably meant to be, among the verbs at its place.
std::string suggestion(const std::vector<std::string>& arguments) {
  std::vector<std::string_view> firsts, seconds;
  for (const auto& v : all_verbs()) {
    if (v.whose == audience::hidden) continue;
    const auto space = std::min(v.name.find(' '), v.name.size());
    firsts.push_back(v.name.substr(0, space));
    if (space < v.name.size() && !arguments.empty() && v.name.substr(0, space) == arguments[0])
      seconds.push_back(v.name.substr(space + 1));
  }
  if (arguments.empty()) return {};
  const bool group = !seconds.empty();
  if (group && arguments.size() < 2)
    return fmt::format("say what to do with {}: {}", arguments[0], fmt::join(seconds, ", "));
  const std::string_view typed = arguments[group ? 1 : 0];
  const auto& known = group ? seconds : firsts;
  if (typed.starts_with('-')) return {};
  if (std::find(known.begin(), known.end(), typed) != known.end())
    return unknown_option(std::string(group ? arguments[0] + " " : "") + std::string(typed), arguments);
  const auto meant = nearest_word(typed, known);
  const auto said =
      "'" + std::string(typed) + "' is not a verb of eeveon" + (group ? " " + arguments[0] : "");
  return meant.empty() ? said + "; eeveon --help lists them"
                       : said + "; did you mean '" + std::string(meant) + "'?";
}

// "eeveon --context ours status" is "eeveon status --context ours": what every verb takes may stand before
// it.
std::vector<std::string> verb_first(const std::vector<std::string>& arguments) {
  std::size_t before = 0;
  while (before < arguments.size()) {
    const auto& word = arguments[before];
    const auto option =
        std::ranges::find_if(client_parameters(), [&](const auto& p) { return p.is_called(word); });
    if (option == client_parameters().end()) break;
    const bool attached = word.starts_with("--") ? word.find('=') != word.npos : word.size() > 2;
    before += option->value.empty() || attached ? 1 : 2;
  }
  if (before == 0 || before >= arguments.size()) return arguments;
  const auto verb = arguments.begin() + static_cast<std::ptrdiff_t>(before);
  std::vector<std::string> out(verb, arguments.end());
  out.insert(std::ranges::find(out, "--"), arguments.begin(), verb);
  return out;
}

}  // namespace

std::variant<parsed, int> parse(const std::vector<std::string>& said) {
  const auto arguments = verb_first(said);
  if (!arguments.empty() && arguments.front() == "help") {  // as other programs take it
    std::vector<std::string> asked(arguments.begin() + 1, arguments.end());
    asked.emplace_back("--help");
    return parse(asked);
  }
  CLI::App root("Deploys what is pushed, records everything, takes it back in a second.", "eeveon");
  root.set_version_flag("--version", std::string("eeveon ") + version_text);
  root.set_help_flag("-h,--help", "what can be said, and how");
  root.require_subcommand(1);
  root.footer("eeveon VERB --help tells its options, eeveon man everything at once.");
  std::map<const CLI::App*, const verb*> verbs;
  std::deque<slot> slots;
  std::map<const verb*, std::vector<slot*>> slots_of;
  for (const auto& v : all_verbs()) {
    auto& app = place_of(root, v.name);
    app.description(std::string(v.summary));
    app.footer(std::string());
    if (v.whose == audience::hidden) app.group("");
    verbs[&app] = &v;
    const auto add = [&](const parameter& p, const std::string& group, std::string_view variable) {
      slots_of[&v].push_back(&slots.emplace_back(slot{.key = std::string(p.key())}));
      add_parameter(app, p, slots.back(), group, variable);
    };
    for (const auto& p : v.parameters) add(p, "Options", {});
    if (v.whose == audience::client)
      for (const auto& one : setting_keys())
        add(one.option, "Options of every verb that asks a server", one.variable);
  }

  try {
    root.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::Success& success) {
    std::ostringstream told;
    const int code = root.exit(success, told, std::cerr);
    print_text(told.str());
    return code;
  } catch (const CLI::ParseError& mistake) {
    const auto meant = suggestion(arguments);
    std::string place = "eeveon";  // of the verb, as far as one was understood
    for (auto at = root.get_subcommands(); !at.empty(); at = at.front()->get_subcommands())
      place += ' ' + at.front()->get_name();
    std::cerr << "eeveon: "
              << (meant.empty() ? fmt::format("{}; {} --help shows how", mistake.what(), place) : meant)
              << '\n';
    if (arguments.empty()) std::cerr << root.help();
    return wrong_usage;
  }

  const CLI::App* chosen = &root;
  while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().front();
  parsed out{.what = verbs.at(chosen), .words = {}};
  for (auto* s : slots_of[out.what]) {
    if (s->flag) s->texts = {"yes"};
    if (!s->text.empty()) s->texts = {s->text};
    if (!s->texts.empty()) out.words[s->key] = std::move(s->texts);
  }
  return out;
}

}  // namespace eeveon::cli
