#include "core/base/csv.hpp"

#include <boost/test/unit_test.hpp>

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
  BOOST_TEST(row({"=HYPERLINK(\"http://x\",\"y\")"}) == "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\r\n");
}

BOOST_AUTO_TEST_SUITE_END()
