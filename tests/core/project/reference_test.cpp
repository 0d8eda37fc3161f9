// The commented reference is documentation that a person copies from: it must be a spec.
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "core/project/spec.hpp"
#include "core/project/yaml.hpp"

using namespace eeveon;

namespace {

json::value read_file(const std::string& name) {
  std::ifstream in(EEVEON_TEST_DATA "/../../" + name);
  const auto read = yaml_to_json(std::string{std::istreambuf_iterator<char>(in), {}});
  BOOST_REQUIRE_MESSAGE(read, (read ? "" : read.error().detail));
  return *read;
}

json::value reference() { return read_file("config/reference.yaml"); }

}  // namespace

BOOST_AUTO_TEST_SUITE(reference_spec)

BOOST_AUTO_TEST_CASE(the_commented_reference_is_a_valid_spec) {
  const auto spec = parse_spec(reference());
  BOOST_REQUIRE_MESSAGE(spec, (spec ? "" : spec.error().where + " " + spec.error().detail));
  BOOST_TEST(spec->name == "shop");
  BOOST_TEST(spec->environments.size() == 3);
  BOOST_TEST(spec->build.output_limit == 10'000'000);
  BOOST_TEST(spec->build.submodules.size() == 2);
}

BOOST_AUTO_TEST_CASE(its_recipe_keys_may_stand_in_a_repository) {
  json::object in_repository;
  for (const auto* key : {"build", "test", "hooks", "shared", "ignore"})
    in_repository[key] = reference().at(key);
  in_repository["health"] = {{"path", "/other"}};
  BOOST_TEST(merge_recipe(recipe{}, in_repository).has_value());
}

BOOST_AUTO_TEST_CASE(its_other_keys_are_refused_there_by_name) {
  for (const auto* key : {"project", "repository", "poll", "webhook", "submodules", "keep", "environments"}) {
    const json::value in_repository = json::object{{key, reference().at(key)}};
    const auto merged = merge_recipe(recipe{}, in_repository);
    BOOST_REQUIRE(!merged);
    BOOST_TEST((merged.error().where + merged.error().detail).find(key) != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(the_compose_file_names_every_process) {
  const auto compose = read_file("docker-compose.yml");
  for (const auto* service : {"postgres", "redis", "migrate", "server", "worker"})
    BOOST_TEST(compose.at("services").get_object().contains(service), service);
  for (const auto& [name, service] : compose.at("services").get_object())
    for (const auto& network : service.at("networks").as_array())
      BOOST_TEST((network == "default" || compose.at("networks").get_object().contains(network.as_string())),
                 name);
}

BOOST_AUTO_TEST_SUITE_END()
