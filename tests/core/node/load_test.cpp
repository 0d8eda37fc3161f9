// How busy a machine is: numbers that can be, and no others.
#include "core/node/load.hpp"

#include <boost/test/unit_test.hpp>

#include "core/node/look.hpp"

using namespace eeveon;

namespace {
std::string read(const std::vector<std::string>& words) {
  return json::serialize(shown(load_of_words(words), "t"));
}
}  // namespace

BOOST_AUTO_TEST_SUITE(load_of_a_node)

BOOST_AUTO_TEST_CASE(what_the_machine_tells_is_shown_and_what_it_does_not_is_absent) {
  BOOST_TEST(
      read({"load1=0.30", "cores=4", "memory_total=1000", "memory_available=400", "disk_total=10",
            "disk_used=3"}) ==
      R"({"at":"t","load1":3E-1,"cores":4,"memory_used":614400,"memory_total":1024000,"disk_used":3072,"disk_total":10240})");
  BOOST_TEST(read({"cores=2", "memory_total=1"}) == R"({"at":"t","cores":2,"memory_total":1024})");
  BOOST_TEST(read({}) == R"({"at":"t"})");
}

BOOST_AUTO_TEST_CASE(what_no_machine_can_be_is_left_out) {
  for (const char* word :
       {"load1=-1", "load1=nan", "load1=inf", "load1=1e9", "load1=", "load1", "cores=0", "cores=100000000",
        "cores=4x", "memory_total=99999999999999999999", "disk_total=0", "disk_used=-3", "uptime=3"})
    BOOST_TEST(read({word}) == R"({"at":"t"})", word);
  BOOST_TEST(read({"disk_total=10", "disk_used=11"}) == R"({"at":"t","disk_total":10240})");
  BOOST_TEST(read({"memory_total=10", "memory_available=11"}) == R"({"at":"t","memory_total":10240})");
}

BOOST_AUTO_TEST_CASE(an_answer_holds_numbers_only) {
  const auto answer = [](const std::string& load) {
    return parse_look<load_answer>(R"({"check":"c","node":"n","worker":"w","load":)" + load + "}");
  };
  BOOST_TEST(answer(R"({"load1":30,"cores":4})")->load.load1.value() == 30);
  BOOST_TEST(answer("{}").has_value());
  for (const char* load :
       {R"({"load1":"30"})", R"({"cores":[1]})", R"({"cores":1.5})", "3", R"({"cores":1e30})"})
    BOOST_TEST(!answer(load), load);
  BOOST_TEST((sound({.cores = -1, .disk_used = 5, .disk_total = 4}) == node_load{.disk_total = 4}));
}

BOOST_AUTO_TEST_SUITE_END()
