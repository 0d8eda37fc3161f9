// A request and a reply without the library that carried them: handlers never see Beast.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace eeveon {

struct http_request {
  std::string method;                                        // upper case
  std::string path;                                          // decoded once, starts with '/', no dot segments
  std::string query;                                         // raw, without '?'
  std::vector<std::pair<std::string, std::string>> headers;  // names lower case, values trimmed
  std::string body;                                          // exact bytes
  std::string peer;                                          // address of the other end
  bool secure = false;  // arrived over TLS (directly, or said so by a configured proxy)
  std::string id;       // its name in the answer's X-Request-Id and in the log

  // First value of a header (name in lower case); empty when absent.
  std::string_view header(std::string_view name) const;
  // A query parameter, percent-decoded; nullopt when absent.
  std::optional<std::string> parameter(std::string_view name) const;
};

struct http_reply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>>
      headers;  // Content-Length, Date and security headers are added
  std::string body;
  bool close = false;  // close the connection after this reply
};

}  // namespace eeveon
