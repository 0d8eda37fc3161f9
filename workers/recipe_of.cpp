#include "workers/recipe_of.hpp"

#include "core/project/spec.hpp"
#include "core/project/yaml.hpp"

namespace eeveon::workers {

result<made_recipe> recipe_of(const run_progress& progress) {
  auto applied = parse_recipe(progress.release.recipe);
  if (!applied) return std::unexpected(applied.error());
  std::string yaml;
  if (const auto fetched = progress.build.find("fetch@worker"); fetched != progress.build.end())
    if (const auto* text = fetched->second.output.if_contains("recipe"); text && text->is_string())
      yaml = text->get_string();
  auto parsed = yaml_to_json(yaml);
  if (!parsed) return fail(errc::invalid, ".eeveon.yaml " + parsed.error().detail, ".eeveon.yaml");
  auto merged = merge_recipe(*applied, *parsed);
  if (!merged) return std::unexpected(merged.error());
  std::string both = progress.release.spec_digest;
  both += '\0';
  both += yaml;
  return made_recipe{std::move(*merged), to_hex(sha256(both))};
}

}  // namespace eeveon::workers
