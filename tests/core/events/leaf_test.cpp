// Golden vectors, computed by another program from the layout in leaf.hpp. They can never change: every
// stored leaf and every tree head to come is made of these bytes.
#include "core/events/leaf.hpp"

#include <boost/test/unit_test.hpp>

using namespace eeveon;

namespace {
recorded_event a_push() {
  recorded_event out{.position = 7,
                     .stream = "repo-github-17",
                     .version = 1,
                     .type = "push_received",
                     .schema = 1,
                     .actor = "github"};
  for (int i = 0; i < 16; ++i)
    out.correlation.bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(i);
  out.recorded_at.us = 1'800'000'000'123'456;
  out.data = R"({"ref":"refs/heads/main"})";
  return out;
}
std::string leaf_of(const recorded_event& event, std::string_view tenant,
                    const std::optional<digest>& body = {}) {
  return to_hex(leaf_hash(leaf_envelope(event, tenant, body)));
}
}  // namespace

BOOST_AUTO_TEST_SUITE(leaves)

BOOST_AUTO_TEST_CASE(the_envelope_of_a_push_is_these_bytes) {
  BOOST_TEST(to_hex(leaf_envelope(a_push(), "default", sha256("body"))) ==
             "656576656f6e2d6c6561662d310000000001310000000764656661756c740000000e7265706f2d6769746875622d313"
             "70000000800000000000000010000000d"
             "707573685f7265636569766564000000066769746875620000000800000000000000000000001000010203040506070"
             "8090a0b0c0d0e0f000000080006651728"
             "9a624000000020230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5000000197b2272656"
             "6223a22726566732f68656164732f6d61"
             "696e227d");
}

BOOST_AUTO_TEST_CASE(leaves_are_these_hashes) {
  BOOST_TEST(leaf_of(a_push(), "default", sha256("body")) ==
             "de97c8519fca26fc4db559c381159dec30443fe19b74ede1a13cd80141bb6a57");
  BOOST_TEST(leaf_of({.stream = "system",
                      .version = 9'007'199'254'740'993,
                      .type = "signed_in",
                      .schema = 2,
                      .actor = "admin",
                      .causation = 41,
                      .data = "{\"how\":\"gr\xc3\xbcn\"}"},
                     "default") == "a8b6c9983b488effafe574d37370cdbeaaa78c971ab011ed74cc8ef4ee822eed");
  BOOST_TEST(leaf_of({}, "") == "c2658b58526b3107e2e4c2c9264911624aa529ae7c1aed208b0486d48b41f511");
  BOOST_TEST(leaf_of({.stream = "system",
                      .version = 1,
                      .type = "x",
                      .actor = "y",
                      .causation = -1,
                      .recorded_at = {-1},
                      .data = "{}"},
                     "default") == "2e5978ce71e2f0e1c9199998a8bb50f252764ca1776feeeae20995b9d807773d");
}

BOOST_AUTO_TEST_CASE(every_field_counts_and_none_runs_into_the_next) {
  const auto base = leaf_of(a_push(), "default", sha256("body"));
  std::set<std::string> seen{base, leaf_of(a_push(), "default"), leaf_of(a_push(), "defaul", sha256("body"))};
  const auto with = [&](auto change) {
    auto event = a_push();
    change(event);
    BOOST_TEST(seen.insert(leaf_of(event, "default", sha256("body"))).second);
  };
  with([](auto& e) { e.schema = 2; });
  with([](auto& e) { e.stream = "repo-github-1", e.version = 7; });
  with([](auto& e) { e.version = 2; });
  with([](auto& e) { e.type = "push_receive", e.actor = "dgithub"; });
  with([](auto& e) { e.actor = "gitlab"; });
  with([](auto& e) { e.causation = 1; });
  with([](auto& e) { e.correlation.bytes[0] = 1; });
  with([](auto& e) { ++e.recorded_at.us; });
  with([](auto& e) { e.data += ' '; });
  // The position is the leaf's index in the tree, not part of it.
  auto moved = a_push();
  moved.position = 8;
  BOOST_TEST(leaf_of(moved, "default", sha256("body")) == base);
}

BOOST_AUTO_TEST_SUITE_END()
