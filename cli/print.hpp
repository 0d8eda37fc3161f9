// How answers are written: data on standard output as table, JSON or YAML; everything else on standard error.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/settings.hpp"

namespace eeveon::cli {

namespace json = boost::json;

struct table {
  std::vector<std::string> titles;
  std::vector<std::vector<std::string>> rows;
};

// A table for people, or as csv for spreadsheets; with json or yaml the whole answer as the API gave it.
void print_answer(output_form form, const json::value& answer, const table& as_table);
// One member of a stream: a line of JSON (a YAML document, a line of text).
void print_item(output_form form, const json::value& item, std::string_view as_text);
// A remark for people, on standard error.
void remark(std::string_view text);

std::string to_yaml(const json::value& value);
std::string to_csv(const table& what);
// The columns aligned. Statuses are coloured when asked for: by print_answer only for a terminal that wants
// it (NO_COLOR, TERM=dumb and pipes do not, but for CLICOLOR_FORCE).
std::string to_text(const table& what, bool with_colours);
// Strangers write commit messages: control characters become spaces, so that nothing of theirs moves the
// cursor.
std::string plain(std::string_view text);

// "2026-11-21T13:37:24.123Z" -> "2026-11-21 13:37:24"
std::string short_time(std::string_view rfc3339);
std::string short_commit(std::string_view commit);

// Asks a yes/no question on the terminal; no without one.
bool is_terminal_input();
bool confirm(std::string_view question);

}  // namespace eeveon::cli
