// Expected JSON kept in tests/golden, readable, one file per case. EEVEON_WRITE_GOLDEN=1 writes what was got
// instead: look at the difference before it is committed.
#pragma once

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace eeveon::spec {

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  BOOST_REQUIRE_MESSAGE(in, path + " cannot be read");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// Ends the test with what went wrong, when something did.
inline void require(const auto& result, const std::string& about = {}) {
  if (!result) BOOST_FAIL(about + " " + result.error().where + ": " + result.error().detail);
}

// One key or item per line, keys in the order they come.
inline std::string pretty(const boost::json::value& value, const std::string& indent = "") {
  const auto lines = [&](const auto& items, char open, char close, auto each) {
    std::string out(1, open);
    for (const auto& item : items) out += (out.size() > 1 ? ",\n" : "\n") + indent + "  " + each(item);
    return out + "\n" + indent + close;
  };
  if (value.is_object() && !value.get_object().empty())
    return lines(value.get_object(), '{', '}', [&](const auto& m) {
      return boost::json::serialize(m.key()) + ": " + pretty(m.value(), indent + "  ");
    });
  if (value.is_array() && !value.get_array().empty())
    return lines(value.get_array(), '[', ']', [&](const auto& item) { return pretty(item, indent + "  "); });
  return boost::json::serialize(value);
}

inline void check_golden(const std::string& name, const boost::json::value& got) {
  const auto path = std::string(EEVEON_TEST_DATA) + "/../golden/" + name;
  const auto text = pretty(got) + "\n";
  if (std::getenv("EEVEON_WRITE_GOLDEN")) std::ofstream(path, std::ios::binary) << text;
  BOOST_TEST(read_file(path) == text, name << " differs; got:\n" << text);
}

}  // namespace eeveon::spec
