#include "cli/invocation.hpp"

#include <charconv>

#include "core/base/time.hpp"

namespace eeveon::cli {

bool invocation::has(std::string_view key) const { return !all(key).empty(); }

std::string invocation::text(std::string_view key) const {
  return has(key) ? all(key).back() : std::string{};
}

const std::vector<std::string>& invocation::all(std::string_view key) const {
  static const std::vector<std::string> none;
  const auto found = words_.find(key);
  return found == words_.end() ? none : found->second;
}

long invocation::number(std::string_view key) const {
  const auto written = text(key);
  long value = 0;
  std::from_chars(written.data(), written.data() + written.size(), value);
  return value;
}

std::chrono::milliseconds invocation::duration(std::string_view key) const {
  return parse_duration(text(key)).value_or(std::chrono::milliseconds{0});
}

}  // namespace eeveon::cli
