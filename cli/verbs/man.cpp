#include <fmt/format.h>

#include <algorithm>

#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/setting_keys.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/version.hpp"

namespace eeveon::cli {
namespace {

// As roff takes it for text: a line's first '.' or "'" is no request, '-' is the one that can be copied, and
// what is not ASCII is named by its number, so that it needs no encoding. The words are our own: sound UTF-8.
std::string roff(std::string_view text) {
  std::string out = text.starts_with('.') || text.starts_with('\'') ? "\\&" : "";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      out += byte == '\\' ? "\\e" : byte == '-' ? "\\-" : std::string(1, text[i]);
      continue;
    }
    const int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    unsigned point = byte & (0x3Fu >> more);
    for (int left = more; left > 0 && i + 1 < text.size(); --left)
      point = point << 6 | (static_cast<unsigned char>(text[++i]) & 0x3Fu);
    out += fmt::format("\\[u{:04X}]", point);
  }
  return out;
}

// "\fB-f\fR, \fB--follow\fR \fIN\fR"
std::string tag_of(const parameter& p) {
  if (p.is_position()) return "\\fI" + roff(p.name) + "\\fR";
  std::string out;
  for (std::string_view rest = p.name; !rest.empty();) {
    const auto one = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    out += (out.empty() ? "" : ", ") + ("\\fB" + roff(one) + "\\fR");
  }
  return p.value.empty() ? out : out + " \\fI" + roff(p.value) + "\\fR";
}

std::string item(const std::string& tag, const std::string& text) {
  return ".TP\n" + tag + "\n" + text + "\n";
}

std::string described(const parameter& p, std::string_view variable = {}) {
  auto text = roff(summary_of(p));
  if (!p.fallback.empty()) text += " (default: " + roff(p.fallback) + ")";
  if (!variable.empty()) text += " (or \\fB" + roff(variable) + "\\fR)";
  return item(tag_of(p), text);
}

std::string synopsis(const verb& v) {
  std::string out = "\\fBeeveon " + roff(v.name) + "\\fR";
  const bool takes_options =
      v.whose == audience::client ||
      std::ranges::any_of(v.parameters, [](const auto& p) { return !p.is_position() && !p.hidden; });
  if (takes_options) out += " [\\fIoptions\\fR]";
  for (const auto& p : v.parameters) {
    if (!p.is_position()) continue;
    const bool one = p.how_many == parameter::count::one;
    out += " " + std::string(one ? "" : "[") + tag_of(p) + (one ? "" : "]");
  }
  return out;
}

std::string page() {
  std::string out = fmt::format(
      ".TH EEVEON 1 \"\" \"{}\" \"User Commands\"\n.SH NAME\neeveon \\- deploys what is pushed, records "
      "everything, takes it back in a second\n.SH SYNOPSIS\n\\fBeeveon\\fR \\fIverb\\fR [\\fIoptions\\fR]\n",
      roff(std::string("eeveon ") + version_text));
  out +=
      ".SH DESCRIPTION\nAnswers go to standard output, everything else to standard error. Verbs that talk "
      "to a server take the options below COMMON OPTIONS too.\n.SH VERBS\n";
  for (const auto& v : all_verbs()) {
    if (v.whose == audience::hidden) continue;
    out += ".SS " + synopsis(v) + "\n" + roff(v.summary) + "\n";
    for (const auto& p : v.parameters)
      if (!p.hidden) out += described(p);
  }
  out += ".SH COMMON OPTIONS\n";
  for (const auto& one : setting_keys()) out += described(one.option, one.variable);
  out += ".SH FILES\nIn this order; a flag and the environment go before them. The keys are";
  for (const auto& one : setting_keys())
    if (one.in_files) out += " \\fB" + roff(one.name_in_files()) + "\\fR";
  out += ".\n";
  out += item("\\fI.eeveon\\-cli.yaml\\fR", "of the checkout one stands in, or above it");
  out += item("\\fI$XDG_CONFIG_HOME/eeveon/contexts/NAME.yaml\\fR", "the chosen context");
  out += item("\\fI$XDG_CONFIG_HOME/eeveon/config.yaml\\fR", "of the user (default: ~/.config)");
  out += item("\\fI$XDG_CONFIG_DIRS/eeveon/config.yaml\\fR", "of the machine (default: /etc/xdg)");
  out += ".SH EXIT STATUS\n";
  for (const auto& one : exit_meanings())
    out += item(fmt::format("\\fB{}\\fR", static_cast<int>(one.code)), roff(one.meaning));
  return out;
}

int run(invocation&) {
  print_text(page());
  return done;
}

}  // namespace

verb man() {
  return {"man",
          audience::local,
          "print the manual page, as in eeveon man > /usr/local/share/man/man1/eeveon.1",
          {},
          run};
}

}  // namespace eeveon::cli
