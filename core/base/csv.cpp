#include "core/base/csv.hpp"

#include <cstddef>

namespace eeveon {
namespace {

// How many bytes of the text are a letter that begins a formula: those of ASCII, and the wide forms that
// spreadsheets of East Asian locales take for them.
std::size_t formula_letter(std::string_view text) {
  if (text.empty()) return 0;
  if (std::string_view("=+-@").contains(text.front())) return 1;
  for (const std::string_view wide : {"\uff1d", "\uff0b", "\uff0d", "\uff20"})
    if (text.starts_with(wide)) return wide.size();
  return 0;
}

// Is it, behind any number of apostrophes, what a spreadsheet would run? Those that stand there already count
// so that one can be taken away again from whatever has some.
bool runs(std::string_view text, bool begins_cell) {
  while (text.starts_with('\'')) text.remove_prefix(1);
  return formula_letter(text) > 0 ||
         (begins_cell && !text.empty() && std::string_view("\t\r\n").contains(text.front()));
}

void put_cell(std::string& out, std::string_view cell) {
  const bool quoted = cell.find_first_of("\",;\r\n") != cell.npos;
  if (quoted) out += '"';
  bool begins = true;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    // Where the separator is another than ours, what follows it begins a cell, quotes or not.
    if (begins && runs(cell.substr(i), i == 0)) out += '\'';
    if (cell[i] == '"') out += '"';
    out += cell[i];
    begins = std::string_view(";\t\r\n").contains(cell[i]);
  }
  if (quoted) out += '"';
}

void put_row(std::string& out, const auto& cells) {
  bool first = true;
  for (const auto& cell : cells) {
    if (!first) out += ',';
    first = false;
    put_cell(out, cell);
  }
  out += "\r\n";
}

}  // namespace

void put_csv_row(std::string& out, std::initializer_list<std::string_view> cells) { put_row(out, cells); }
void put_csv_row(std::string& out, const std::vector<std::string>& cells) { put_row(out, cells); }

}  // namespace eeveon
