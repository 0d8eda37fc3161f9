// The route table: one row per thing that can be asked for, read by the session, by the API description and
// by tests.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/http.hpp"
#include "server/http/access.hpp"

namespace eeveon {
class websocket;
}

namespace eeveon::http {

enum class access {
  anonymous,
  signed_body,  // the handler verifies a signature over the body before it does anything else
  signed_in     // a Bearer token or the session cookie
};

using path_parameters = std::vector<std::pair<std::string, std::string>>;

// What a handler gets. It owns all of it.
struct request_context {
  http_request request;
  path_parameters parameters;
  std::optional<actor> who;  // always there behind access::signed_in

  // A path parameter by its name in the pattern; empty when the pattern has none of that name.
  std::string_view parameter(std::string_view name) const;
};

using handler = std::function<asio::awaitable<http_reply>(request_context)>;
// Serves an accepted WebSocket until it ends.
using socket_handler = std::function<asio::awaitable<void>(std::shared_ptr<websocket>, request_context)>;

inline constexpr std::size_t api_body_cap = 1 << 20;
inline constexpr std::size_t hook_body_cap = 25 << 20;

// One named value of a request: what the API description says of it, and what is checked before a handler
// runs.
struct described {
  std::string_view name;
  std::string_view type;  // of JSON: "string", "integer", "boolean", "array", "object"
  std::string_view meaning;
  bool required = false;
};

struct route {
  std::string_view method;   // GET also serves HEAD
  std::string_view pattern;  // "/api/v1/deployments/{id}"; a parameter is one non-empty segment
  access needs = access::signed_in;
  std::string_view summary;  // one sentence for the API description
  handler serve;             // empty for a WebSocket
  std::size_t body_cap = api_body_cap;
  socket_handler serve_socket{};
  std::vector<described> query{};  // parameters after '?'
  std::vector<described> body{};   // fields of the JSON object in the body
  std::vector<int> answers{};      // statuses beside 401 and those of the listener; the first is success
  bool keyed = false;              // takes an Idempotency-Key
  bool secret_answer = false;      // of which not all may be kept: a repeat reaches the handler again
};

class router {
 public:
  // `page` answers GET below every first segment that no row uses (anonymous); it may be empty.
  explicit router(std::vector<route> rows, handler page = {});

  struct match {
    const route* row = nullptr;  // null: nothing here, or only other methods
    path_parameters parameters;
    std::string allow;  // the methods this path has; empty when the path is unknown
  };
  match find(std::string_view method, std::string_view path) const;
  const std::vector<route>& rows() const { return rows_; }

 private:
  std::vector<route> rows_;
  std::vector<std::vector<std::string_view>> patterns_;  // segments, parallel to rows_
  std::optional<route> page_;
};

}  // namespace eeveon::http
