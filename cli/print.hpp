// How answers are written: data on standard output as table, JSON, YAML, names or one field; everything else
// on standard error.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "cli/settings.hpp"
#include "cli/table.hpp"
#include "cli/terminal.hpp"

namespace eeveon::cli {

namespace json = boost::json;

// What was asked for cannot be written: the field that is not there, a full disk. Thrown, because printing is
// the last that every verb does, and none could do anything about it; main() reports it.
struct unwritable {
  failure why;
  bool reader_is_gone = false;  // of a pipe: there is nobody left to write to
};

// A table for people, for spreadsheets or of names only; with json or yaml the whole answer as the API gave
// it; or the one field that was asked for. Throws unwritable.
void print_answer(const output_choice& how, const json::value& answer, const table& as_table);
// One member of a stream: a line of JSON (a YAML document, a line of text, its name). Throws unwritable.
void print_item(const output_choice& how, const json::value& item, std::string_view as_text,
                std::string_view as_name = {});
// Text as it is. Throws unwritable.
void print_text(std::string_view text);

std::string to_yaml(const json::value& value);

// "2026-11-21T13:37:24.123Z" -> "2026-11-21 13:37:24"
std::string short_time(std::string_view rfc3339);
std::string short_commit(std::string_view commit);

}  // namespace eeveon::cli
