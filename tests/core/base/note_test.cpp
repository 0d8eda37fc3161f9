#include "core/base/note.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon;

BOOST_AUTO_TEST_SUITE(notes)

BOOST_AUTO_TEST_CASE(a_note_is_one_line_of_text) {
  for (const std::string good : {"", "hotfix for the till", "Größe, 日本語 🙂", "<b>&\"'"})
    BOOST_TEST(check_note(good).has_value(), good);
  for (const std::string bad : {"a\nb", "a\tb", "\x1b[31m", "\x7f", "\xc2\x85", "\xff", "\xc3"})
    BOOST_TEST(!check_note(bad).has_value(), bad);
  BOOST_TEST(!check_note(std::string("a\0b", 3)).has_value());
}

BOOST_AUTO_TEST_CASE(a_note_is_counted_in_characters) {
  std::string umlauts;
  for (int i = 0; i < 500; ++i) umlauts += "ü";
  BOOST_TEST(check_note(umlauts).has_value());
  BOOST_TEST(check_note(umlauts + "x").error().where == "note");
  BOOST_TEST(check_note(umlauts + "x").error().detail.find("500") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
