// The list of the log's types against the structs that stand in the source.
#include "core/events/types.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

using namespace eeveon;

BOOST_AUTO_TEST_SUITE(types_of_events)

BOOST_AUTO_TEST_CASE(the_list_of_types_is_complete) {
  std::set<std::string> written, listed(every_event::types.begin(), every_event::types.end());
  const std::regex type("std::string_view type = \"([a-z_]+)\";");
  for (const auto& folder : std::filesystem::directory_iterator(EEVEON_TEST_DATA "/../../core")) {
    std::ifstream in(folder.path() / "events.hpp");
    const std::string text(std::istreambuf_iterator<char>(in), {});
    for (std::sregex_iterator at(text.begin(), text.end(), type), end; at != end; ++at)
      written.insert((*at)[1]);
  }
  BOOST_TEST(written.size() > 40u);
  BOOST_TEST(listed == written, boost::test_tools::per_element());
  BOOST_TEST(listed.size() == every_event::types.size());
}

BOOST_AUTO_TEST_SUITE_END()
