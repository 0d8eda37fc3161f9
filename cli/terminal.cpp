#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>

#include "cli/table.hpp"

namespace eeveon::cli {
namespace {

colour_choice colours = colour_choice::automatic;
bool quiet = false;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// Remarks and questions quote what strangers wrote: nothing of theirs moves the cursor.
std::string tamed(std::string_view text) {
  std::string out;
  for (;;) {
    const auto end = std::min(text.find('\n'), text.size());
    out += plain(text.substr(0, end));
    if (end == text.size()) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace

void speak(colour_choice chosen, bool be_quiet) { colours = chosen, quiet = be_quiet; }

void remark(std::string_view text) {
  if (!quiet) complain(text);
}

void say(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

void open_missing_streams() {
  // The one that is opened is the lowest that is closed. Reading and writing fail as if they still were, only
  // complaints vanish.
  for (const auto& [stream, how] :
       {std::pair{STDIN_FILENO, O_WRONLY}, {STDOUT_FILENO, O_RDONLY}, {STDERR_FILENO, O_RDWR}})
    if (fcntl(stream, F_GETFD) < 0) open("/dev/null", how);
}

void complain(std::string_view text) { say(fmt::format("{}\n", tamed(text))); }

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

std::string read_secret(std::string_view question) {
  termios shown{};
  const bool asked = is_terminal_input() && tcgetattr(STDIN_FILENO, &shown) == 0;
  if (asked) {
    auto hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    say(fmt::format("{} ", tamed(question)));
  }
  std::string line;
  std::getline(std::cin, line);
  if (!asked) return line;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
  say("\n");
  return line;
}

bool confirm(std::string_view question) {
  if (!is_terminal_input()) return false;
  say(fmt::format("{} [y/N] ", tamed(question)));
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "yes" || answer == "Y";
}

}  // namespace eeveon::cli
