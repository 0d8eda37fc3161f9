// The terminal at both ends: what is told to people on standard error, in which colours and how wide, and
// what they are asked. A process has one, so how it speaks is said once, before a verb runs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace eeveon::cli {

enum class colour_choice { automatic, always, never };

// `quiet` keeps remarks back; errors and questions are told all the same.
void speak(colour_choice colours, bool quiet);

// Before anything else is opened: what goes to a standard stream that is closed would go there.
void open_missing_streams();

// To standard error as it stands. That nobody hears it is no error: there would be nowhere to tell of it.
void say(std::string_view text);
// A remark for people, on standard error.
void remark(std::string_view text);
// What went wrong, on standard error, even when it is quiet.
void complain(std::string_view text);

// As chosen; otherwise as programs have agreed (no-color.org, bixense.com/clicolors): a terminal that is not
// TERM=dumb, unless NO_COLOR; with CLICOLOR_FORCE a pipe too.
bool colours_wanted();
// Columns of the terminal that standard output is; 0 where it is none.
std::size_t terminal_width();

bool is_terminal_input();
// A line of standard input; a terminal is asked for it and does not show what is typed.
std::string read_secret(std::string_view question);
// Asks a yes/no question on the terminal; no without one.
bool confirm(std::string_view question);

}  // namespace eeveon::cli
