// What is taken for a host key, and what is said of everything else. tests/data/host_keys.json holds the
// keys.
#include "core/node/host_key.hpp"

#include "tests/support/golden.hpp"

using namespace eeveon;

BOOST_AUTO_TEST_SUITE(host_keys)

BOOST_AUTO_TEST_CASE(every_key_is_judged_as_written_down) {
  const auto cases = boost::json::parse(spec::read_file(std::string(EEVEON_TEST_DATA) + "/host_keys.json"));
  boost::json::object told;
  for (const auto& one : cases.as_array()) {
    const auto checked = check_host_key(std::string_view(one.at("key").as_string()));
    if (!checked) BOOST_TEST(checked.error().where == "host_key");
    told[one.at("given").as_string()] = checked ? "is a key" : "host_key " + checked.error().detail;
  }
  spec::check_golden("host_keys.json", told);
}

BOOST_AUTO_TEST_CASE(no_key_that_is_cut_short_is_taken) {
  const std::string whole =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
  BOOST_TEST(check_host_key(whole).has_value());
  for (std::size_t size = 0; size < whole.size(); ++size)
    BOOST_TEST(!check_host_key(whole.substr(0, size)), "of " << size << " characters");
}

BOOST_AUTO_TEST_SUITE_END()
