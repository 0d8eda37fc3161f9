#include "core/audit/origin.hpp"

#include <boost/test/unit_test.hpp>

namespace eeveon::test {
namespace {

recorded_event by(const std::string& actor, const std::string& delivery = {},
                  const std::string& type = "thing_happened", std::int64_t position = 7) {
  recorded_event out{.position = position, .stream = "s"};
  out.type = type, out.actor = actor, out.delivery = delivery;
  return out;
}
std::string from(const recorded_event& event, std::string_view headers = {}) {
  return origin_in_words(event, headers, event, headers);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(origins_of_events)

BOOST_AUTO_TEST_CASE(what_came_from_outside_names_its_door) {
  BOOST_TEST(from(by("github", "github/d-1")) == "webhook github/default");
  BOOST_TEST(from(by("github", "github/acme/d-1")) == "webhook github/acme");
  BOOST_TEST(from(by("ada", "github/replay-1")) == "replay for webhook github/default");
  const auto page = R"({"via":"page","address":"10.0.0.7","user-agent":"Firefox"})";
  BOOST_TEST(from(by("admin", "api/admin/k"), page) == "page, 10.0.0.7");
  BOOST_TEST(from(by("admin", "api/admin/k"), R"({"via":"token","address":"::1"})") ==
             "API token admin, ::1");
  // What was recorded before origins were kept, and what is no object at all.
  for (const std::string_view old : {"{}", "", "[", "7"})
    BOOST_TEST(from(by("admin", "api/admin/k"), old) == "API");
  BOOST_TEST(from(by("admin", "", "deployment_requested")) == "API");
}

BOOST_AUTO_TEST_CASE(a_key_may_hold_slashes) {
  BOOST_TEST(delivery_of(by("ada", "api/ada/k/1/2")).first == "api/ada");
  BOOST_TEST(delivery_of(by("ada", "api/ada/k/1/2")).second == "k/1/2");
  BOOST_TEST(delivery_of(by("github", "github/acme/d")).first == "github/acme");
  BOOST_TEST(delivery_of(by("gate")).first.empty());
}

BOOST_AUTO_TEST_CASE(our_own_processes_say_who_they_are_or_who_made_them) {
  BOOST_TEST(from(by("worker-1")) == "worker-1");
  BOOST_TEST(from(by("poll")) == "poll");
  BOOST_TEST(from(by("prober")) == "health check");
  BOOST_TEST(from(by("gate")) == "server");
  BOOST_TEST(origin_in_words(by("gate"), "", by("github", "github/d-1", "push_received", 3), "{}") ==
             "webhook github/default");
  BOOST_TEST(origin_in_words(by("gate"), "", by("worker-1", "", "run_claimed", 3), "") == "worker-1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace eeveon::test
