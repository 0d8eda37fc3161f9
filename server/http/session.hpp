// One connection: reads requests one after the other, lets the gate and the route table decide, and answers.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>

#include "server/http/request_reader.hpp"
#include "server/http/service.hpp"

namespace eeveon::http {

class session {
 public:
  session(asio::ip::tcp::socket socket, std::shared_ptr<service> shared);
  ~session();
  session(const session&) = delete;
  session& operator=(const session&) = delete;

  static asio::awaitable<void> run(std::shared_ptr<session> self);

  void check_deadline(deadline::clock::time_point now);  // called by the listener's tick
  void wind_down();                                      // no further request; an idle connection ends now
  void abort();

 private:
  // What a request was let in with.
  struct admission {
    const route* row;
    path_parameters parameters;
    std::optional<actor> who;
  };

  asio::awaitable<bool> serve_next();
  bool comes_too_often(const http_request& request);
  asio::awaitable<std::expected<admission, http_reply>> admit(request_head& head);
  asio::awaitable<bool> serve(const route& row, request_context context, const request_head& head);
  asio::awaitable<http_reply> answer(const route& row, request_context context);
  asio::awaitable<void> upgrade(const route& row, request_context context);
  asio::awaitable<bool> say_continue();
  asio::awaitable<bool> send(http_reply reply, bool close);  // true when another request may follow
  asio::awaitable<bool> refuse(refusal reason);
  asio::awaitable<void> part();

  asio::ip::tcp::socket socket_;
  std::shared_ptr<service> shared_;
  asio::ip::address peer_;
  std::string peer_text_;
  deadline until_;
  request_reader reader_;
  std::weak_ptr<websocket> live_;

  // Of the request being served.
  served record_;
  deadline::clock::time_point started_;
  std::string id_;
  bool head_only_ = false;
  bool secure_ = false;
};

}  // namespace eeveon::http
