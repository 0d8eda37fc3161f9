// Who shows these credentials: tokens and sessions by their hashes, remembered for a moment.
#pragma once

#include <chrono>
#include <map>

#include "ports/session_store.hpp"
#include "server/http/access.hpp"

namespace eeveon::api {

class authority final : public http::authenticator {
 public:
  explicit authority(session_store& sessions) : sessions_(sessions) {}
  asio::awaitable<result<http::actor>> identify(http::credentials shown) override;
  void forget(const http::credentials& shown) override { known_.erase(http::fingerprint_of(shown)); }

 private:
  struct known {
    std::string name;
    std::chrono::steady_clock::time_point until;
  };
  session_store& sessions_;
  std::map<digest, known>
      known_;  // so that a busy page costs no query per request; a revoked token dies within seconds
};

}  // namespace eeveon::api
