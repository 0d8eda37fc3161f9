#include "adapters/os/build_limits.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace eeveon {
namespace {

constexpr std::int64_t mebibyte = 1 << 20;
// Not ENOSPC and the like: the kernel says it of other things too, such as watched files. First letters come
// large and small.
constexpr std::array<std::string_view, 1> no_space{"o space left on device"};
constexpr std::array<std::string_view, 2> too_large{"ile too large", "ile size limit exceeded"};
constexpr std::array<std::string_view, 6> no_process{
    "Cannot fork",           "fork: Resource temporarily unavailable", "fork: retry",
    "pthread_create failed", "unable to create native thread",         "failed to create new OS thread"};
constexpr std::size_t longest = 40;

bool has_any(std::string_view text, const auto& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

std::string mebibytes(std::int64_t bytes) { return std::to_string(bytes / mebibyte) + " MiB"; }

}  // namespace

build_limits build_limits::of_this_machine() {
  const auto memory = static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE);
  return {.scratch = std::clamp(memory / 4, 256 * mebibyte, 2048 * mebibyte)};
}

void limit_signs::see(std::string_view output) {
  const auto judge = [this](std::string_view text) {
    space_ = space_ || has_any(text, no_space);
    file_ = file_ || has_any(text, too_large);
    processes_ = processes_ || has_any(text, no_process);
  };
  judge(output);
  tail_ += output.substr(0, longest);
  judge(tail_);
  tail_ += output.substr(std::min(longest, output.size()));
  tail_.erase(0, tail_.size() - std::min(longest, tail_.size()));
}

std::string limit_signs::advice(int exit_code, const build_limits& limits) const {
  if (exit_code == 0) return {};
  if (file_ || exit_code == 128 + SIGXFSZ)
    return "a file may have at most " + mebibytes(limits.file) + " in a build";
  if (space_)
    return "no space was left: a build's /tmp (HOME and /var/tmp too) holds " + mebibytes(limits.scratch) +
           " and its /dev/shm " + mebibytes(limits.scratch / 4) +
           "; keep caches and large files in the work folder (TMPDIR, npm_config_cache and the like), or "
           "free "
           "the worker's disk if that is full";
  if (processes_)
    return "a build may have at most " + std::to_string(limits.processes) +
           " processes and threads: let it do less side by side";
  return {};
}

}  // namespace eeveon
