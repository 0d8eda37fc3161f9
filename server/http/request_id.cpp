#include "server/http/request_id.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/digest.hpp"
#include "server/http/letters.hpp"

namespace eeveon::http {

bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         std::ranges::all_of(text, [](char c) { return is_host_letter(c); });
}

request_ids::request_ids() : prefix_(to_hex(random_bytes(3)) + "-") {}

std::string request_ids::name(const http_request& request) {
  const auto brought = request.header("x-request-id");
  return is_request_id(brought) ? std::string(brought) : fresh();
}

std::string request_ids::fresh() {
  std::array<char, 16> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), ++made_, 16).ptr;
  return std::string(prefix_).append(digits.data(), end);
}

}  // namespace eeveon::http
