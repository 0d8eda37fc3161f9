#include "server/http/access.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "server/http/gate.hpp"
#include "server/http/letters.hpp"
#include "server/http/peer.hpp"

namespace eeveon::http {
namespace {

std::string_view cookie(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = std::min(header.find(';'), header.size());
    const auto pair = trimmed(header.substr(0, end));
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return pair.substr(name.size() + 1);
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return {};
}

// A well-formed authority without the scheme's own port, as browsers write it in Origin.
std::string_view without_default_port(std::string_view authority, bool secure) {
  const std::string_view port = secure ? ":443" : ":80";
  if (authority.ends_with(port)) authority.remove_suffix(port.size());
  return authority;
}

bool is_address(std::string_view text) {
  boost::system::error_code failed;
  asio::ip::make_address(text, failed);
  return !failed;
}

// The last address of the chain that is not one of our proxies: what stands before it anybody may have
// written.
std::string client_of(std::string_view chain, const std::vector<std::string>& proxies, std::string peer) {
  while (!chain.empty()) {
    const auto comma = chain.rfind(',');
    const auto last = trimmed(comma == std::string_view::npos ? chain : chain.substr(comma + 1));
    if (!is_address(last)) break;
    peer = unmapped(last);
    if (std::ranges::find(proxies, peer) == proxies.end() || comma == std::string_view::npos) break;
    chain = chain.substr(0, comma);
  }
  return peer;
}

}  // namespace

digest fingerprint_of(const credentials& shown) {
  return sha256((shown.from_cookie ? "c" : "t") + shown.token);
}

credentials credentials_of(const http_request& request) {
  if (const auto shown = request.header("authorization"); starts_with_ignoring_case(shown, "Bearer "))
    return {std::string(trimmed(shown.substr(7))), false};
  for (const auto& [name, value] : request.headers) {
    if (name != "cookie") continue;
    if (const auto session = cookie(value, session_cookie_name(request.secure)); !session.empty())
      return {std::string(session), true};
  }
  return {};
}

std::string_view session_cookie_name(bool secure) {
  return secure ? "__Host-eeveon_session" : "eeveon_session";
}

bool origin_is_ours(const http_request& request, bool from_cookie) {
  auto origin = request.header("origin");
  if (origin.empty()) return !from_cookie;
  const std::string_view scheme = request.secure ? "https://" : "http://";
  if (!starts_with_ignoring_case(origin, scheme)) return false;
  origin.remove_prefix(scheme.size());
  if (!is_authority(origin)) return false;
  return equal_ignoring_case(without_default_port(origin, request.secure),
                             without_default_port(request.header("host"), request.secure));
}

bool changes_state(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

bool is_json(std::string_view content_type) {
  return equal_ignoring_case(trimmed(content_type.substr(0, content_type.find(';'))), "application/json");
}

void apply_forwarded(http_request& request, const std::vector<std::string>& proxies) {
  if (std::ranges::find(proxies, request.peer) != proxies.end()) {
    request.peer = client_of(request.header("x-forwarded-for"), proxies, request.peer);
    request.secure = request.secure || equal_ignoring_case(request.header("x-forwarded-proto"), "https");
    const std::string host(request.header("x-forwarded-host"));
    for (auto& [name, value] : request.headers)
      if (name == "host" && is_authority(host)) value = host;
  }
  std::erase_if(request.headers, [](const auto& header) {
    return header.first.starts_with("x-forwarded-") || header.first == "forwarded" ||
           header.first == "x-real-ip";
  });
}

}  // namespace eeveon::http
