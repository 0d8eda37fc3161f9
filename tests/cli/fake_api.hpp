// A server of prepared answers, for what the command line makes of them.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/api.hpp"
#include "ports/http_client.hpp"

namespace eeveon::test {

class prepared_client final : public http_client {
 public:
  using answers = std::map<std::string, std::string>;  // path with query -> JSON
  explicit prepared_client(answers known) : known_(std::move(known)) {}

  asio::awaitable<result<http_answer>> send(http_ask ask) override {
    const auto found = known_.find(ask.url.substr(std::string("http://a").size()));
    if (found == known_.end())
      co_return http_answer{.status = 404, .headers = {}, .body = R"({"code":"not_found"})"};
    co_return http_answer{.status = 200, .headers = {}, .body = found->second};
  }
  asio::awaitable<result<>> connect(std::string, int, std::chrono::milliseconds) override {
    co_return fail(errc::unavailable, "nothing to connect to");
  }

 private:
  answers known_;
};

inline cli::api prepared_api(prepared_client::answers known) {
  return {cli::settings{.url = "http://a", .token = {}}, std::make_unique<prepared_client>(std::move(known))};
}

}  // namespace eeveon::test
