// Reads EEVEON_FAILPOINT and EEVEON_SEEDED_BUG: core may not know the environment.
#include "core/base/failpoint.hpp"

#if defined(EEVEON_FAILPOINTS)

#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <string_view>

namespace eeveon {
namespace {

struct armed {
  std::string name;
  int signal = SIGKILL;
  int hit = 1;
};

armed parse(std::string_view text) {
  armed out;
  const auto first = text.find(':');
  out.name = text.substr(0, first);
  if (first == std::string_view::npos) return out;
  text.remove_prefix(first + 1);
  const auto second = text.find(':');
  if (text.substr(0, second) == "stop") out.signal = SIGSTOP;
  if (second != std::string_view::npos) out.hit = std::atoi(std::string(text.substr(second + 1)).c_str());
  return out;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

const armed& point() {
  static const armed value = parse(variable("EEVEON_FAILPOINT"));
  return value;
}

}  // namespace

bool failpoint_armed(const char* name) { return point().name == name; }

void failpoint(const char* name) {
  static std::atomic<int> hits{0};
  if (failpoint_armed(name) && ++hits == point().hit) ::raise(point().signal);
}

bool seeded_bug(const char* name) {
  static const std::string value = variable("EEVEON_SEEDED_BUG");
  return value == name;
}

}  // namespace eeveon

#endif
