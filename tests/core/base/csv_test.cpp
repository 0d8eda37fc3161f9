#include "core/base/csv.hpp"

#include <boost/test/unit_test.hpp>
#include <regex>

using namespace eeveon;

namespace {
std::string row(std::initializer_list<std::string_view> cells) {
  std::string out;
  put_csv_row(out, cells);
  return out;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(comma_separated_values)

BOOST_AUTO_TEST_CASE(cells_are_quoted_where_they_must_be) {
  BOOST_TEST(row({"a", "", "b c"}) == "a,,b c\r\n");
  BOOST_TEST(row({"a,b", "say \"hi\"", "two\nlines"}) == "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n");
  BOOST_TEST(row({"Größe"}) == "Größe\r\n");
}

BOOST_AUTO_TEST_CASE(formulas_are_defused) {
  BOOST_TEST(row({"=1+1", "+1", "-1", "@x", "\tx", "a=b"}) == "'=1+1,'+1,'-1,'@x,'\tx,a=b\r\n");
  BOOST_TEST(row({"\rx"}) == "\"'\rx\"\r\n");
  BOOST_TEST(row({"\nx"}) == "\"'\nx\"\r\n");
  BOOST_TEST(row({"=HYPERLINK(\"http://x\",\"y\")"}) == "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
  // The wide forms.
  BOOST_TEST(row({"＝1", "＋1", "－1", "＠x", "１"}) == "'＝1,'＋1,'－1,'＠x,１\r\n");
}

// Some locales separate cells by semicolons, and then quotes that do not begin a cell are letters.
BOOST_AUTO_TEST_CASE(what_another_separator_would_make_a_cell_is_defused_too) {
  BOOST_TEST(row({"a;b"}) == "\"a;b\"\r\n");
  BOOST_TEST(row({"a;=1+1", "x;＠y"}) == "\"a;'=1+1\",\"x;'＠y\"\r\n");
  BOOST_TEST(row({"one\n=1+1", "one\r\n-2", "one\t+3"}) == "\"one\n'=1+1\",\"one\r\n'-2\",one\t'+3\r\n");
  BOOST_TEST(row({"one\n\ntwo"}) == "\"one\n\ntwo\"\r\n");
}

// What a reader does to have the values again.
BOOST_AUTO_TEST_CASE(every_value_can_be_had_again) {
  const auto value_of = [](std::string cell) {
    cell = cell.substr(0, cell.size() - 2);  // of one row
    if (cell.starts_with('"')) cell = cell.substr(1, cell.size() - 2);
    std::string plain;
    for (std::size_t i = 0; i < cell.size(); ++i) {
      plain += cell[i];
      if (cell[i] == '"') ++i;
    }
    static const std::regex added("(^|[;\t\r\n])'(?='*(=|\\+|-|@|＝|＋|－|＠))|^'(?='*[\t\r\n])");
    return std::regex_replace(plain, added, "$1");
  };
  const std::vector<std::string> parts{"'",  "=",  "-",  "＝", "\xef", ";", "\n",
                                       "\r", "\t", "\"", ",",  "a",    ""};
  for (const auto& a : parts)
    for (const auto& b : parts)
      for (const auto& c : parts)
        for (const auto& d : parts) {
          const auto value = a + b + c + d;
          if (value_of(row({value})) != value) BOOST_FAIL("lost: " << row({value}));
        }
}

BOOST_AUTO_TEST_SUITE_END()
