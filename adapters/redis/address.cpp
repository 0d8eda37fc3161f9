#include "adapters/redis/address.hpp"

namespace eeveon::redis {

result<address> parse_address(std::string_view url) {
  address out;
  if (url.starts_with("unix://")) {
    out.path = url.substr(7);
    if (out.path.empty())
      return fail(errc::invalid, "unix:// is followed by the path of Redis's socket", "redis");
    return out;
  }
  if (!url.starts_with("redis://"))
    return fail(errc::invalid, "the address of Redis begins with redis:// or unix://", "redis");
  url.remove_prefix(8);
  if (const auto at = url.rfind('@'); at != std::string_view::npos) {
    auto credentials = url.substr(0, at);
    if (const auto colon = credentials.find(':'); colon != std::string_view::npos)
      credentials.remove_prefix(colon + 1);
    out.password = credentials;
    url.remove_prefix(at + 1);
  }
  url = url.substr(0, url.find('/'));
  const auto colon = url.rfind(':');
  out.host = url.substr(0, colon);
  if (colon != std::string_view::npos) out.port = url.substr(colon + 1);
  if (out.host.empty() || out.port.empty())
    return fail(errc::invalid, "redis:// is followed by host and port", "redis");
  return out;
}

}  // namespace eeveon::redis
