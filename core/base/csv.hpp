// Tables as text for spreadsheets: RFC 4180, with the cells that a spreadsheet would run as formulas defused.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace eeveon {

// One row, ended by CR LF. An apostrophe is put before = + - @ (also their full-width forms) where a cell
// begins, and within it behind ; tab CR and LF, by which some spreadsheets split whatever is quoted; and
// before a cell that begins with tab, CR or LF. It is put before apostrophes that stand before such a letter
// too: whoever takes away one apostrophe at each of these places has the value again.
void put_csv_row(std::string& out, std::initializer_list<std::string_view> cells);
void put_csv_row(std::string& out, const std::vector<std::string>& cells);

}  // namespace eeveon
