// The server's API as the verbs see it: one blocking call per question, problem documents turned into
// failures.
#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/settings.hpp"
#include "core/base/failure.hpp"

namespace eeveon {
class http_client;
}

namespace eeveon::cli {

namespace json = boost::json;

struct api_reply {
  int status = 0;
  json::value body;  // null when the answer was not JSON
  std::string text;  // as it came
  std::vector<std::pair<std::string, std::string>> headers;

  std::string header(std::string_view name) const;  // any case; empty when absent
};

// What an answer of 400 and above means: its problem document's own words, or its status.
failure failure_of(const api_reply& reply);

// The JSON object that came (null: there is none, 204). Everything from 400 on is a failure, and so is what
// Eeveon never answers (errc::unavailable).
result<json::value> document_of(result<api_reply> reply);

class api {
 public:
  api(settings where, std::unique_ptr<http_client> client);
  api(api&&) noexcept;
  ~api();

  // Any status of Eeveon is an answer; a failure means that none came (errc::unavailable, timed_out), that it
  // cannot be read, or that it is somebody else's, as a redirection.
  result<api_reply> send(std::string method, std::string path, const json::value& body = nullptr,
                         std::string accept = "application/json");

  // These answer as document_of; `read` anything of the media type that is asked for.
  result<json::value> get(std::string path);
  result<json::value> post(std::string path, const json::value& body = json::object{});
  result<json::value> put(std::string path, const json::value& body);
  result<json::value> remove(std::string path);
  result<api_reply> read(std::string path, std::string accept);

  const std::string& url() const { return where_.url; }

 private:
  settings where_;
  std::unique_ptr<http_client> client_;
};

// An api to the server that `where` names; made in wiring.cpp.
api connect(const settings& where);

// "a b/c" -> "a%20b%2Fc", for a part of a path or a query's value.
std::string escaped(std::string_view text);
// "/api/v1/deployments" and {{"project","shop"},{"status",""}} -> "…?project=shop": empty values are left
// out.
std::string with_query(std::string path, const std::vector<std::pair<std::string, std::string>>& parameters);

}  // namespace eeveon::cli
