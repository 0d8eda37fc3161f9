#include "cli/reconnect.hpp"

#include <fmt/format.h>

#include "cli/print.hpp"

namespace eeveon::cli {

void reconnect::is_back() {
  if (std::exchange(away_, false)) remark("the server is back");
}

bool reconnect::goes_on(const failure& why) {
  if (why.code != errc::unavailable && why.code != errc::timed_out) return false;
  const auto now = std::chrono::steady_clock::now();
  if (!std::exchange(away_, true)) {
    until_ = now + patience_;
    if (patience_.count() > 0)
      remark(fmt::format("{}; trying again for {} s", why.detail,
                         std::chrono::duration_cast<std::chrono::seconds>(patience_).count()));
  }
  return now < until_;
}

}  // namespace eeveon::cli
