// What a server asks of workers about a node, and what they answer: hints, carried by the doorbell. Whoever
// reaches it may send such questions, so they name things and never say what to run: that stands in the log.
#pragma once

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/events/codec.hpp"

namespace eeveon {

struct node_question {
  std::string check;                 // names this question alone
  std::string node;                  // to be looked at
  std::string worker;                // who shall answer; empty: everybody
  std::string project, environment;  // whose health check is to be made there; empty: the way to the node
  static void fields(auto& self, auto& field) {
    field("check", self.check);
    field("node", self.node);
    field("worker", self.worker);
    field("project", self.project);
    field("environment", self.environment);
  }
};

struct health_answer {
  static constexpr std::size_t longest_remark = 300;  // bytes; the log keeps it for ever
  std::string check, node, worker;                    // as asked, and who answers
  bool healthy = false;
  std::string remark;  // why not
  static void fields(auto& self, auto& field) {
    field("check", self.check);
    field("node", self.node);
    field("worker", self.worker);
    field("healthy", self.healthy);
    field("remark", self.remark);
  }
};

// A message of either kind; nothing when it cannot be one.
template <class Message>
std::optional<Message> parse_look(std::string_view text) {
  boost::system::error_code error;
  const auto value = json::parse(json::string_view(text.data(), text.size()), error);
  Message out;
  if (error || !value.is_object() || !codec::read(value, out) || out.check.empty() || out.node.empty())
    return {};
  return out;
}

}  // namespace eeveon
