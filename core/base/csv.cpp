#include "core/base/csv.hpp"

namespace eeveon {
namespace {

void put_cell(std::string& out, std::string_view cell) {
  const bool formula = !cell.empty() && std::string_view("=+-@\t\r").contains(cell.front());
  const bool quoted = cell.find_first_of("\",\r\n") != cell.npos;
  if (quoted) out += '"';
  if (formula) out += '\'';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
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
