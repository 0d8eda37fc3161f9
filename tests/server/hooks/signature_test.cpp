#include "server/hooks/signature.hpp"

#include <boost/test/unit_test.hpp>

#include "core/base/digest.hpp"

namespace eeveon {
namespace {

const std::string secret = "It's a Secret to Everybody", body = "Hello, World!";
const std::string documented = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

errc refusal_of(std::string_view header, std::string_view signed_body, std::vector<std::string> secrets) {
  const auto verdict = verify_signature(header, signed_body, secrets);
  BOOST_REQUIRE(!verdict);
  return verdict.error().code;
}

BOOST_AUTO_TEST_SUITE(signatures)

BOOST_AUTO_TEST_CASE(the_documented_example_fits) {
  BOOST_TEST(verify_signature(documented, body, std::vector{secret}).has_value());
}

// RFC 4231, cases 1, 2 and 6 (a key longer than a block).
BOOST_AUTO_TEST_CASE(the_arithmetic_is_the_standard_one) {
  BOOST_TEST(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
             "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  BOOST_TEST(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  BOOST_TEST(to_hex(hmac_sha256(std::string(131, '\xaa'),
                                "Test Using Larger Than Block-Size Key - Hash Key First")) ==
             "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

BOOST_AUTO_TEST_CASE(either_of_two_secrets_fits) {
  BOOST_TEST(verify_signature(documented, body, std::vector<std::string>{"new", secret}).has_value());
  BOOST_TEST(verify_signature(documented, body, std::vector<std::string>{secret, "old"}).has_value());
  BOOST_CHECK(refusal_of(documented, body, {"new", "old"}) == errc::unauthorized);
}

BOOST_AUTO_TEST_CASE(every_changed_bit_is_noticed) {
  for (std::size_t bit = 0; bit < body.size() * 8; ++bit) {
    std::string changed = body;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    BOOST_CHECK(refusal_of(documented, changed, {secret}) == errc::unauthorized);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_signature_is_refused) {
  for (const std::string& header :
       {std::string(), std::string("sha256="), documented.substr(0, 70), documented + "0",
        "sha1=" + documented.substr(7), "SHA256=" + documented.substr(7), "sha256=" + std::string(64, 'g'),
        documented.substr(7), " " + documented.substr(1)})
    BOOST_CHECK(refusal_of(header, body, {secret}) == errc::unauthorized);
}

// An empty secret is one that everybody knows.
BOOST_AUTO_TEST_CASE(without_a_secret_everything_is_refused) {
  const auto with_empty = "sha256=" + to_hex(hmac_sha256("", body));
  BOOST_CHECK(refusal_of(documented, body, {}) == errc::refused);
  BOOST_CHECK(refusal_of(with_empty, body, {""}) == errc::refused);
  BOOST_CHECK(refusal_of(with_empty, body, {secret, ""}) == errc::unauthorized);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace eeveon
