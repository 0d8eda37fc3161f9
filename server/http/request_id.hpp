// Names for requests: a person quotes one from an answer, and an operator finds it in the log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/http.hpp"

namespace eeveon::http {

// 1 to 64 of A-Z a-z 0-9 . _ -
bool is_request_id(std::string_view text);

class request_ids {
 public:
  request_ids();
  // The one that the request brought in X-Request-Id, when that is well-formed; else a fresh one.
  std::string name(const http_request& request);
  // One that no other request of this process has, and none of another but by a rare chance.
  std::string fresh();

 private:
  std::string prefix_;  // random; with a short number behind it a name needs no memory of its own
  std::uint64_t made_ = 0;
};

}  // namespace eeveon::http
