// The sockets that are open now, by the credentials they came with, so that whoever signs out is heard at
// once.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "server/http/access.hpp"
#include "server/live/websocket.hpp"

namespace eeveon {

inline constexpr std::uint16_t sign_in_again = 4401;  // a close code: the credentials are nobody's any more

class open_sockets {
  using all = std::multimap<digest, std::weak_ptr<websocket>>;

 public:
  // Stands in the list as long as it lives, and no longer than the list.
  class place {
   public:
    place(open_sockets& in, const http::credentials& shown, const std::shared_ptr<websocket>& socket)
        : list_(in.sockets_), at_(list_.emplace(fingerprint_of(shown), socket)) {}
    ~place() { list_.erase(at_); }
    place(const place&) = delete;
    place& operator=(const place&) = delete;

   private:
    all& list_;
    all::iterator at_;
  };

  // Closes all that came with these credentials.
  void end(const http::credentials& shown) {
    const auto [first, last] = sockets_.equal_range(fingerprint_of(shown));
    std::vector<std::weak_ptr<websocket>> ended;
    for (auto each = first; each != last; ++each) ended.push_back(each->second);
    for (const auto& one : ended)
      if (const auto socket = one.lock()) socket->close(sign_in_again, "Sign in again.");
  }

 private:
  all sockets_;
};

}  // namespace eeveon
