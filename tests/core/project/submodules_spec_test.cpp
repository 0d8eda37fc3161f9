// `submodules` in the applied spec: what it may name, and what a person is told who names something else.
#include "core/project/spec.hpp"
#include "tests/support/golden.hpp"

using namespace eeveon;

namespace {

json::object with(json::value submodules) {
  auto out = json::parse(R"({"project":"s","repository":"https://github.com/acme/s",
                             "environments":{"p":{"nodes":{"group":"g"}}}})")
                 .as_object();
  out["submodules"] = std::move(submodules);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(submodules_in_the_spec)

BOOST_AUTO_TEST_CASE(addresses_and_owners_may_be_named) {
  const auto spec = parse_spec(with({"https://github.com/acme/*", "ssh://git@example.org:2222/other/lib",
                                     "git@example.org:other/*", "file:///srv/git/*"}));
  eeveon::spec::require(spec);
  BOOST_TEST(spec->build.submodules.size() == 4u);
  BOOST_TEST(parse_spec(with(json::array{}))->build.submodules.empty());
  BOOST_TEST(parse_spec(with(nullptr))->build.submodules.empty());
}

BOOST_AUTO_TEST_CASE(every_mistake_names_the_entry_and_the_fix) {
  for (const auto& [what, told] :
       {std::pair<json::value, const char*>{true, "must be a list of texts"},
        {"https://github.com/acme/*", "must be a list of texts"},
        {json::array{"https://github.com/acme/lib", "https://github.com/*"},
         "entry 2 must name a path after the host"},
        {json::array{"https://github.com/acme/l*"}, "entry 1 has a path that holds a character"},
        {json::array{"acme"}, "entry 1 must be an https://"},
        {json::array{""}, "entry 1 must be an https://"},
        {json::array{"--upload-pack=touch"}, "entry 1 must be an https://"},
        {json::array{"ext::sh -c touch"}, "entry 1 must be an https://"},
        {json::array{"../lib"}, "entry 1 must be an https://"},
        {json::array{"https://me:secret@example.org/x"}, "entry 1 must not carry a user or a password"}}) {
    const auto mistakes = spec_mistakes(with(what));
    BOOST_REQUIRE_EQUAL(mistakes.size(), 1u);
    BOOST_TEST(mistakes[0].where == "submodules");
    BOOST_TEST(mistakes[0].detail.starts_with(std::string("submodules ") + told), mistakes[0].detail);
    BOOST_TEST(mistakes[0].detail.find("secret") == std::string::npos);
    if (mistakes[0].detail.find(" entry ") != std::string::npos)
      BOOST_TEST(mistakes[0].detail.ends_with("as https://github.com/acme/*"), mistakes[0].detail);
  }
  auto typed = with(nullptr);
  typed["submodule"] = json::array{};
  BOOST_TEST(parse_spec(typed).error().detail == "submodule is not a key here; did you mean 'submodules'?");
}

BOOST_AUTO_TEST_CASE(a_hundred_may_be_named) {
  json::array from(100, "https://github.com/acme/*");
  eeveon::spec::require(parse_spec(with(from)));
  from.push_back("https://github.com/acme/*");
  BOOST_TEST(parse_spec(with(from)).error().detail == "submodules may have 100 entries at most");
}

BOOST_AUTO_TEST_SUITE_END()
