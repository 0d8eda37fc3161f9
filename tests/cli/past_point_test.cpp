// Moments as people name them.
#include <boost/test/unit_test.hpp>

#include "cli/past_point.hpp"

using namespace eeveon;
using namespace eeveon::cli;

BOOST_AUTO_TEST_CASE(a_past_moment_is_named_in_many_ways) {
  const auto now = parse_rfc3339("2026-11-22T12:00:00Z").value();
  for (const auto& [typed, meant] : {std::pair{"4711", "4711"},
                                     {"0", "0"},
                                     {"2h", "2026-11-22T10:00:00.000Z"},
                                     {"1d", "2026-11-21T12:00:00.000Z"},
                                     {"2026-11-21T13:37:24Z", "2026-11-21T13:37:24.000Z"},
                                     {"2026-11-21T14:37:24.5+01:00", "2026-11-21T13:37:24.500Z"},
                                     {"2026-11-21 13:37:24", "2026-11-21T13:37:24.000Z"},
                                     {"2026-11-21 13:37", "2026-11-21T13:37:00.000Z"}})
    BOOST_TEST(past_point(typed, now).value() == meant, typed);
  for (const auto* nonsense : {"", "yesterday", "2026-11-21", "2h ago", "-5", "13:37"})
    BOOST_TEST(past_point(nonsense, now).error().detail.starts_with("must be a position as 4711, a time as"),
               nonsense);
  BOOST_TEST(past_time("2h", now).value() == "2026-11-22T10:00:00.000Z");
  BOOST_TEST(past_time("4711", now).error().detail.starts_with("must be a time as"));
}
