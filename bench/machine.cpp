#include "bench/machine.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace eeveon::bench {
namespace {

struct process {
  int parent = 0;
  std::int64_t ticks = 0;          // its own
  std::int64_t awaited_ticks = 0;  // of children that have ended
};

process read_process(const std::string& folder) {
  std::ifstream file(folder + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto end = text.rfind(')');
  if (end == std::string::npos) return {};
  std::istringstream fields(text.substr(end + 1));
  std::string word;
  process out;
  for (int field = 3; fields >> word; ++field) {
    if (field == 4) out.parent = std::stoi(word);
    if (field == 14 || field == 15) out.ticks += std::stoll(word);
    if (field == 16 || field == 17) out.awaited_ticks += std::stoll(word);
    if (field == 17) break;
  }
  return out;
}

}  // namespace

std::int64_t own_cpu_us() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1'000'000 + used.ru_utime.tv_usec +
         used.ru_stime.tv_usec;
}

std::int64_t tree_cpu_us(int pid) {
  const auto self = read_process("/proc/" + std::to_string(pid));
  std::int64_t ticks = self.ticks + self.awaited_ticks;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.empty() || name[0] < '0' || name[0] > '9') continue;
    const auto child = read_process(entry.path().string());
    if (child.parent == pid) ticks += child.ticks;
  }
  return ticks * 1'000'000 / sysconf(_SC_CLK_TCK);
}

}  // namespace eeveon::bench
