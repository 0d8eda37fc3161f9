// Who is signed in: links, sessions and tokens, all known by their hashes only. Times are the database's.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/base/failure.hpp"

namespace eeveon {

namespace asio = boost::asio;

class session_store {
 public:
  virtual ~session_store() = default;
  // A sign-in link for `actor`, good once and for `life`.
  virtual asio::awaitable<result<>> create_link(digest token, std::string actor,
                                                std::chrono::seconds life) = 0;
  // Uses the link up and opens a session under the session's hash; answers the actor. unauthorized: unknown,
  // used or expired.
  virtual asio::awaitable<result<std::string>> consume_link(digest token, digest session,
                                                            std::chrono::seconds life) = 0;
  // Opens a session for somebody who proved who they are in another way (an API token).
  virtual asio::awaitable<result<>> open_session(digest session, std::string actor,
                                                 std::chrono::seconds life) = 0;
  // The actor of a living session, else nothing.
  virtual asio::awaitable<result<std::optional<std::string>>> check_session(digest session) = 0;
  virtual asio::awaitable<result<>> sign_out(digest session) = 0;
  // Records an API token; the same token again is no error (the one in the data folder survives restarts).
  // Another token under the same id ends the old one.
  virtual asio::awaitable<result<>> create_token(std::string id, digest token, std::string name) = 0;
  // The name of a token that is not revoked, else nothing. Its last use is kept to the minute.
  virtual asio::awaitable<result<std::optional<std::string>>> check_token(digest token) = 0;
  virtual asio::awaitable<result<>> revoke_token(std::string id) = 0;
};

}  // namespace eeveon
