// What can be opened is not always read.
#include "cli/read_text.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

using namespace eeveon;
using namespace eeveon::cli;

BOOST_AUTO_TEST_CASE(a_file_is_read_whole_or_refused) {
  const auto folder = std::filesystem::temp_directory_path() / ("eeveon-read-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const auto file = (folder / "file").string();
  for (const std::string& text :
       {std::string(), std::string("a\r\nb"), std::string(40'000, 'x') + '\0' + "end"}) {
    std::ofstream(file, std::ios::binary) << text;
    BOOST_TEST((read_text(file) == text));
  }
  for (const std::string& bad : {folder.string(), (folder / "none").string()}) {
    const auto refused = read_text(bad);
    BOOST_REQUIRE(!refused);
    BOOST_TEST((refused.error().code == errc::invalid));
    BOOST_TEST(refused.error().where == bad);
  }
  std::filesystem::remove_all(folder);
}
