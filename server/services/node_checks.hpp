// Has a node looked at by those who deploy to it: asked through the doorbell, answered by the first worker.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/node/look.hpp"
#include "ports/doorbell.hpp"

namespace eeveon {

namespace json = boost::json;

class node_checks {
 public:
  explicit node_checks(doorbell& bell, std::chrono::milliseconds patience = std::chrono::seconds(25))
      : bell_(bell), patience_(patience) {}

  // The answer on `channel` (channel_node_check: {check, node, worker, findings: [{what, state, remark}]};
  // channel_health_check: a health_answer), waited for as long as it may take and `more` on top.
  // errc::unavailable: no worker has answered in time.
  asio::awaitable<result<json::object>> ask(std::string channel, node_question question,
                                            std::chrono::milliseconds more = {});
  // A message of channel_node_checked. Whoever reaches Redis may send one: what nobody waits for is dropped.
  void hear(std::string_view message);

 private:
  struct waiting {
    asio::steady_timer until;
    node_question question;
    std::optional<json::object> answer;
  };
  doorbell& bell_;
  std::chrono::milliseconds patience_;
  std::map<std::string, std::shared_ptr<waiting>, std::less<>> waiting_;
};

}  // namespace eeveon
