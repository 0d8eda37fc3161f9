#include "cli/health.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "cli/field.hpp"

namespace eeveon::cli {

std::string health_text(const boost::json::value& environment, const boost::json::array& nodes) {
  const auto place = text_of(environment, "project") + "/" + text_of(environment, "name");
  const auto& serving = list_of(environment, "nodes");
  std::size_t up = 0, down = 0;
  for (const auto& name : serving) {
    const auto node = std::ranges::find_if(
        nodes, [&](const auto& n) { return name.is_string() && text_of(n, "name") == name.get_string(); });
    const auto* checks = node == nodes.end() ? nullptr : find_in(*node, "checks");
    const auto found = checks ? text_of(*checks, place) : std::string{};
    up += found == "up", down += found == "down";
  }
  const auto unknown = serving.size() - up - down;
  if (!find_in(environment, "current")) return std::to_string(serving.size());
  if (unknown == 0) return fmt::format("{}/{}", up, serving.size());
  return up + down == 0 ? fmt::format("{} unknown", unknown)
                        : fmt::format("{}/{}, {} unknown", up, serving.size(), unknown);
}

}  // namespace eeveon::cli
