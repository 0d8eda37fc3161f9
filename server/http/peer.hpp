// Addresses of clients as all rules know them: an IPv4 client is one, however the listener has heard of it.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>

namespace eeveon::http {

// A listener of both families tells 192.0.2.1 as ::ffff:192.0.2.1.
inline boost::asio::ip::address unmapped(const boost::asio::ip::address& told) {
  namespace ip = boost::asio::ip;
  if (!told.is_v6() || !told.to_v6().is_v4_mapped()) return told;
  return ip::make_address_v4(ip::v4_mapped, told.to_v6());
}

// The same of an address as somebody wrote it; what is none stays as it is.
inline std::string unmapped(std::string_view text) {
  boost::system::error_code failed;
  const auto told = boost::asio::ip::make_address(text, failed);
  return failed ? std::string(text) : unmapped(told).to_string();
}

}  // namespace eeveon::http
