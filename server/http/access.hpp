// Who asks, and may a browser have sent this by somebody else's will: credentials, the Origin rule, proxies.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/failure.hpp"
#include "core/base/http.hpp"

namespace eeveon::http {

namespace asio = boost::asio;

// What a request shows for itself. A Bearer token wins over a cookie: scripts say explicitly who they are.
struct credentials {
  std::string token;
  bool from_cookie = false;
  bool empty() const { return token.empty(); }
};
// By which credentials are remembered without being kept.
digest fingerprint_of(const credentials& shown);
credentials credentials_of(const http_request& request);

// The name of the session cookie; over TLS the prefix makes browsers refuse it from anywhere but this very
// host.
std::string_view session_cookie_name(bool secure);

struct actor {
  std::string name;
  bool from_cookie = false;
};

class authenticator {
 public:
  virtual ~authenticator() = default;
  // Whose credentials are these? errc::unauthorized when nobody's (any more), errc::unavailable when it
  // cannot be told now. Never called with empty credentials.
  virtual asio::awaitable<result<actor>> identify(credentials shown) = 0;
  // These have just ended: whatever was remembered of them holds no longer.
  virtual void forget(const credentials&) {}
};

// Does the request come from a page of ours? Yes when Origin equals our own; absent, yes unless a cookie
// alone vouches for it: browsers send Origin with every request that matters here, programs send none.
bool origin_is_ours(const http_request& request, bool from_cookie);

bool changes_state(std::string_view method);
bool is_json(std::string_view content_type);

// Takes client address, scheme and host from X-Forwarded-* when the peer is one of `proxies` (addresses), and
// removes these headers in any case, so that nothing behind can trust them by accident.
void apply_forwarded(http_request& request, const std::vector<std::string>& proxies);

}  // namespace eeveon::http
