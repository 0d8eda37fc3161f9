#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>

namespace eeveon::cli {
namespace {

colour_choice colours = colour_choice::automatic;
bool quiet = false;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

void speak(colour_choice chosen, bool be_quiet) { colours = chosen, quiet = be_quiet; }

void remark(std::string_view text) {
  if (!quiet) complain(text);
}

void complain(std::string_view text) { fmt::print(stderr, "{}\n", text); }

bool colours_wanted() {
  if (colours != colour_choice::automatic) return colours == colour_choice::always;
  if (!variable("NO_COLOR").empty()) return false;
  if (const auto force = variable("CLICOLOR_FORCE"); !force.empty() && force != "0") return true;
  const auto term = variable("TERM");
  return isatty(STDOUT_FILENO) && !term.empty() && term != "dumb";
}

std::size_t terminal_width() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool is_terminal_input() { return isatty(STDIN_FILENO); }

bool confirm(std::string_view question) {
  if (!is_terminal_input()) return false;
  fmt::print(stderr, "{} [y/N] ", question);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "yes" || answer == "Y";
}

}  // namespace eeveon::cli
