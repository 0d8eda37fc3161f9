#include <charconv>

#include "catalog/actions/words.hpp"

namespace eeveon::action_named {
namespace {

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional(out)
                                                                                   : std::nullopt;
}

}  // namespace

// Output: what release_built tells of the artifact, and what deploying it needs of the recipe.
decision pack_next(const step&, const step_context& context, std::span<const observation> seen) {
  if (seen.empty())
    return pack_tree{.root = context.data + "/builds/" + context.run + "/tree",
                     .output = context.build.output,
                     .ignore = context.build.ignore};
  const auto& packed = seen.front();
  if (packed.failed) {
    if (packed.failed->code == errc::not_found)
      return gave_up{"the build left no folder '" + context.build.output + "' (build.output)", true};
    return judge_failure(*packed.failed);
  }
  // The build folder stays: a worker that is killed before this is recorded packs once more. Fetching clears
  // old ones.
  const auto files = whole_number(packed.words.size() == 3 ? packed.words[1] : ""),
             bytes = whole_number(packed.words.size() == 3 ? packed.words[2] : "");
  if (!files || !bytes) return gave_up{"the artifact was not described", true};
  json::object output{{"artifact", packed.words[0]},
                      {"manifest", to_hex(sha256(packed.text))},
                      {"files", *files},
                      {"bytes", *bytes},
                      {"recipe", to_json(context.build)},
                      {"config", context.config}};
  return finished{std::move(output), {packed.text}};
}

}  // namespace eeveon::action_named
