// Tables as text for spreadsheets: RFC 4180, with the cells that a spreadsheet would run as formulas defused.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace eeveon {

// One row, ended by CR LF. A cell that begins with = + - @ tab or CR gets a leading apostrophe.
void put_csv_row(std::string& out, std::initializer_list<std::string_view> cells);
void put_csv_row(std::string& out, const std::vector<std::string>& cells);

}  // namespace eeveon
