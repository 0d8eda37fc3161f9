// Replies on the wire: problem documents (RFC 9457), the security headers every reply carries, and its head.
#pragma once

#include <ctime>
#include <string>
#include <string_view>

#include "core/base/failure.hpp"
#include "core/base/http.hpp"

namespace eeveon::http {

std::string_view reason_phrase(int status);

// application/problem+json {type, title, status, detail, code, field?, request_id}. `detail` is shown as it
// is: no secrets and nothing of the request's body.
http_reply problem(int status, std::string_view detail, std::string_view code = {},
                   std::string_view field = {});
// The same for an expected failure: its code decides the status; 503 carries Retry-After.
http_reply problem(const failure& reason);
// Puts the request's name, which has no letter that JSON would escape, into a problem document as
// `request_id`. Other replies stay as they are.
void name_request(http_reply& reply, std::string_view id);
http_reply json_reply(int status, std::string body);

// What a head needs to know of the connection.
struct reply_context {
  bool head_only = false;  // the answer to HEAD: the length of the body, not the body
  bool close = false;
  bool secure = false;  // adds Strict-Transport-Security
  std::time_t now = 0;  // for Date
  std::string_view request_id{};
};

// Status line and headers, to the empty line. Framing headers of `reply` are replaced by right ones and a
// header with control characters is dropped, so no handler can split a reply.
std::string write_head(const http_reply& reply, const reply_context& context);
bool may_have_body(int status);

}  // namespace eeveon::http
