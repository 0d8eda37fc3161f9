#include "server/api/authority.hpp"

namespace eeveon::api {

asio::awaitable<result<http::actor>> authority::identify(http::credentials shown) {
  using clock = std::chrono::steady_clock;
  const auto key = http::fingerprint_of(shown);
  const auto found = known_.find(key);
  if (found != known_.end() && clock::now() < found->second.until)
    co_return http::actor{found->second.name, shown.from_cookie};
  auto name = shown.from_cookie ? co_await sessions_.check_session(sha256(shown.token))
                                : co_await sessions_.check_token(sha256(shown.token));
  if (!name) co_return std::unexpected(name.error());
  if (!*name) {
    known_.erase(key);
    co_return fail(errc::unauthorized,
                   shown.from_cookie
                       ? "the session has ended: `eeveon sign-in` prints a link to sign in again"
                       : "the token is not valid, or no longer");
  }
  if (known_.size() > 10000) known_.clear();
  known_[key] = {**name, clock::now() + std::chrono::seconds(2)};
  co_return http::actor{**name, shown.from_cookie};
}

}  // namespace eeveon::api
