// Where Redis is: redis://[:password@]host[:port] or unix:///path/to/socket.
#pragma once

#include <string>
#include <string_view>

#include "core/base/failure.hpp"

namespace eeveon::redis {

struct address {
  std::string path;  // of a unix socket; empty: TCP
  std::string host;
  std::string port = "6379";
  std::string password;
};

result<address> parse_address(std::string_view url);  // errc::invalid names what is wrong

}  // namespace eeveon::redis
