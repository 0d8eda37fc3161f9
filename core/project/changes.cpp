#include "core/project/changes.hpp"

namespace eeveon {
namespace {

void compare(const json::object& before, const json::object& after, const std::string& path,
             std::vector<field_change>& out) {
  const auto path_of = [&](json::string_view key) {
    return (path.empty() ? "" : path + ".") + std::string(key.data(), key.size());
  };
  for (const auto& member : after) {
    const auto* old = before.if_contains(member.key());
    if (old && *old == member.value()) continue;
    if (old && old->is_object() && member.value().is_object())
      compare(old->get_object(), member.value().get_object(), path_of(member.key()), out);
    else
      out.push_back({path_of(member.key()), old ? *old : json::value(nullptr), member.value()});
  }
  for (const auto& member : before)
    if (!after.contains(member.key())) out.push_back({path_of(member.key()), member.value(), nullptr});
}

}  // namespace

std::vector<field_change> changes_between(const json::object& before, const json::object& after) {
  std::vector<field_change> out;
  compare(before, after, "", out);
  return out;
}

}  // namespace eeveon
