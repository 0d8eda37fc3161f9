// What fits a terminal, what a spreadsheet gets, and what names a row.
#include "cli/table.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon::cli;

namespace {

const table history{{"DEPLOYMENT", "STATUS", "MESSAGE", "RELEASE"},
                    {{"dep_1", "failed", "Make the first page greet everybody", "rel_1"},
                     {"dep_2", "succeeded", "Fix", "rel_2"}},
                    3};

}  // namespace

BOOST_AUTO_TEST_SUITE(tables)

BOOST_AUTO_TEST_CASE(wide_shows_what_the_table_leaves_out) {
  BOOST_TEST(to_text(history, {}) ==
             "DEPLOYMENT  STATUS     MESSAGE\n"
             "dep_1       failed     Make the first page greet everybody\n"
             "dep_2       succeeded  Fix\n");
  BOOST_TEST(to_text(history, {.wide = true}) ==
             "DEPLOYMENT  STATUS     MESSAGE                              RELEASE\n"
             "dep_1       failed     Make the first page greet everybody  rel_1\n"
             "dep_2       succeeded  Fix                                  rel_2\n");
  BOOST_TEST(to_csv(history).starts_with("DEPLOYMENT,STATUS,MESSAGE,RELEASE\r\n"));
}

BOOST_AUTO_TEST_CASE(a_sentence_is_shortened_to_the_terminal_and_a_name_never) {
  const std::string at_50 =
      "DEPLOYMENT  STATUS     MESSAGE\n"
      "dep_1       failed     Make the first page gree...\n"
      "dep_2       succeeded  Fix\n";
  BOOST_TEST(to_text(history, {.width = 50}) == at_50);
  // A terminal of 25 columns folds the line in any case: it may as well fill two of them.
  BOOST_TEST(to_text(history, {.width = 25}) == at_50);
  BOOST_TEST(to_text(history, {.width = 40}) == to_text(history, {}));
  BOOST_TEST(to_text(history, {.wide = true, .width = 40}) == to_text(history, {.wide = true}));
  BOOST_TEST(to_text(history, {.width = 58}) == to_text(history, {}));
}

BOOST_AUTO_TEST_CASE(empty_cells_at_the_end_take_no_place) {
  BOOST_TEST(to_text({{"WHAT", "STATE", "REMARK"}, {{"git", "ok", ""}, {"", "", ""}}}, {}) ==
             "WHAT  STATE  REMARK\ngit   ok\n\n");
}

BOOST_AUTO_TEST_CASE(characters_count_and_not_bytes) {
  const table umlauts{{"MESSAGE"}, {{"ääääääääääääääääääääääää"}}};
  BOOST_TEST(to_text(umlauts, {.width = 22}) == "MESSAGE\näääääääääääääääääää...\n");
  BOOST_TEST(to_text(umlauts, {.width = 24}) == to_text(umlauts, {}));
}

BOOST_AUTO_TEST_CASE(two_sentences_give_alike) {
  const std::string long_one(40, 'x');
  const auto text = to_text({{"WHAT", "WHY"}, {{long_one, long_one}}}, {.width = 42});
  BOOST_TEST(
      text.find("\n" + std::string(17, 'x') + "...  " + std::string(17, 'x') + "...\n") != std::string::npos,
      text);
}

BOOST_AUTO_TEST_CASE(names_are_what_another_verb_takes) {
  BOOST_TEST(to_names(history) == "dep_1\ndep_2\n");
  const table status{{"PROJECT", "ENVIRONMENT", "STATUS"},
                     {{"shop", "live", "succeeded"}, {"shop", "live", "failed"}, {"docs\n", "live", ""}},
                     3,
                     {0, 1}};
  BOOST_TEST(to_names(status) == "shop live\ndocs  live\n");
  BOOST_TEST(to_names({{}, {{"dep_1", "requested"}}}) == "dep_1\n");
}

BOOST_AUTO_TEST_SUITE_END()
