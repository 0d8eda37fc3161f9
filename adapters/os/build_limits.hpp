// What a build may use of its worker, and what it says when it wanted more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace eeveon {

// Memory is not limited: address space, the one thing the kernel limits for a process, is taken by the
// terabyte by JVM, Go and Node without being used.
struct build_limits {
  std::int64_t scratch;  // bytes of /tmp, which is memory and also HOME and /var/tmp; /dev/shm has a quarter
  std::int64_t file = 4LL << 30;  // bytes of any one file, which is what a whole artifact may have
  int processes = 4096;           // threads count too

  static build_limits of_this_machine();
};

// Reads a build's output for the words programs have for a limit they met.
class limit_signs {
 public:
  void see(std::string_view output);  // any chunking
  // A sentence with the fix; empty when a program that ended so has met no limit.
  std::string advice(int exit_code, const build_limits& limits) const;

 private:
  std::string tail_;  // of what came before: a word may be cut in two
  bool space_ = false, file_ = false, processes_ = false;
};

}  // namespace eeveon
