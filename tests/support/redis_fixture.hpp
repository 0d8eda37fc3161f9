// A private Redis for one test program, on a unix socket in a folder of its own, keeping nothing.
#pragma once

#include <string>

namespace eeveon::test {

class redis_fixture {
 public:
  redis_fixture();
  ~redis_fixture();
  redis_fixture(const redis_fixture&) = delete;
  redis_fixture& operator=(const redis_fixture&) = delete;

  std::string url() const;  // unix://…
  void kill();              // SIGKILL: whatever it held is gone
  void start();

 private:
  std::string folder_;
  int pid_ = 0;
};

}  // namespace eeveon::test
