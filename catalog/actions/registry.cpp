#include <algorithm>
#include <array>

#include "catalog/actions/action.hpp"

namespace eeveon {

namespace action_named {
#define EEVEON_ACTION(name, about) \
  decision name##_next(const step&, const step_context&, std::span<const observation>);
#include "catalog/actions/list.inc"
#undef EEVEON_ACTION
}  // namespace action_named

namespace {
constexpr std::array all{
#define EEVEON_ACTION(name, about) action{#name, about, &action_named::name##_next},
#include "catalog/actions/list.inc"
#undef EEVEON_ACTION
};
static_assert(std::is_sorted(all.begin(), all.end(),
                             [](const action& a, const action& b) { return a.name < b.name; }),
              "catalog/actions/list.inc must be in name order");
}  // namespace

std::span<const action> actions() { return all; }

const action* find_action(std::string_view name) {
  const auto found = std::lower_bound(all.begin(), all.end(), name,
                                      [](const action& a, std::string_view n) { return a.name < n; });
  return found != all.end() && found->name == name ? &*found : nullptr;
}

}  // namespace eeveon
