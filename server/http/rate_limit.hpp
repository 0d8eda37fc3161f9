// How often one client may ask: a token bucket for each, in a table of fixed size, so that nobody can push
// another's bucket out of it. Two clients that meet in one bucket share it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace eeveon::http {

class rate_limit {
 public:
  using time = std::chrono::steady_clock::time_point;

  // `per_second` on average and `burst` at once; 0: no limit.
  rate_limit(int per_second, int burst);
  // Takes a token of the client at `address`; false: there is none, and the next comes within a second. An
  // IPv6 client is its /64, for it may choose among all of these addresses.
  bool take(std::string_view address, time now);

 private:
  struct bucket {
    double tokens = 0;
    time filled{};
  };
  bucket& bucket_of(std::string_view address);

  int per_second_, burst_;
  std::string salt_;  // nobody can choose whose bucket to share
  std::vector<bucket> buckets_;
};

}  // namespace eeveon::http
