#include "server/http/rate_limit.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <functional>

#include "core/base/digest.hpp"
#include "server/http/peer.hpp"

namespace eeveon::http {
namespace {

constexpr std::size_t table = 4096;

// What makes out one client of an address.
std::string client_at(std::string_view text) {
  boost::system::error_code failed;
  const auto told = boost::asio::ip::make_address(text, failed);
  if (failed) return std::string(text);
  const auto address = unmapped(told);
  if (!address.is_v6()) return address.to_string();
  const auto bytes = address.to_v6().to_bytes();
  return {reinterpret_cast<const char*>(bytes.data()), 8};
}

}  // namespace

rate_limit::rate_limit(int per_second, int burst)
    : per_second_(per_second), burst_(std::max(burst, 1)), salt_(per_second > 0 ? random_bytes(16) : "") {}

bool rate_limit::take(std::string_view address, time now) {
  if (per_second_ <= 0) return true;
  if (buckets_.empty()) buckets_.assign(table, {static_cast<double>(burst_), now});
  auto& mine = bucket_of(address);
  const auto passed = std::chrono::duration<double>(now - mine.filled).count();
  mine.tokens = std::min<double>(burst_, mine.tokens + std::max(passed, 0.0) * per_second_);
  mine.filled = now;
  if (mine.tokens < 1) return false;
  mine.tokens -= 1;
  return true;
}

rate_limit::bucket& rate_limit::bucket_of(std::string_view address) {
  return buckets_[std::hash<std::string>{}(salt_ + client_at(address)) % table];
}

}  // namespace eeveon::http
