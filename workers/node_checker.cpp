#include "workers/node_checker.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>
#include <memory>

namespace eeveon::workers {
namespace {

constexpr auto connection_limit = std::chrono::seconds(12);
constexpr auto transfer_limit = std::chrono::seconds(10);
constexpr std::int64_t little_room = 1LL << 30;
const char* const place = ".eeveon/check";  // below the node's root; stays there, empty

json::object finding(const char* what, const char* state, std::string remark) {
  return {{"what", what}, {"state", state}, {"remark", std::move(remark)}};
}

// Of the script's answer to hello: its version and the free bytes.
json::object disk_of(const std::vector<std::string>& words, const std::string& root) {
  std::int64_t free = 0;
  if (words.size() < 2 ||
      std::from_chars(words[1].data(), words[1].data() + words[1].size(), free).ec != std::errc{})
    return finding("disk", "warning", "the free space of " + root + " is not known");
  const auto remark = fmt::format("{:.1f} GiB free in {}", static_cast<double>(free) / (1 << 30), root);
  return finding("disk", free < little_room ? "warning" : "ok", remark);
}

}  // namespace

asio::awaitable<json::array> look_at(node_channel& nodes, node_registered node, std::string empty) {
  json::array found;
  const auto way = node.kind == "ssh" ? fmt::format("ssh {}@{} port {}", node.user, node.address, node.port)
                                      : std::string("on the worker's own machine");
  auto hello = co_await nodes.call(node, "hello", {}, connection_limit, {});
  if (!hello) {
    found.push_back(finding("connection", "wrong", hello.error().detail));
    co_return found;
  }
  found.push_back(finding("connection", "ok", way));
  found.push_back(disk_of(*hello, node.root));
  auto sent = co_await nodes.send(node, std::move(empty), place, "", transfer_limit);
  found.push_back(sent ? finding("rsync", "ok", "files can be sent to " + node.root)
                       : finding("rsync", "wrong", sent.error().detail));
  co_return found;
}

namespace {

struct checker {
  node_channel& nodes;
  std::string worker;
  std::string empty;
  std::function<std::string()> login_key;
};

asio::awaitable<std::string> answer(std::shared_ptr<const checker> with, node_question asked,
                                    known_streams& known) {
  const auto read = co_await known.read(node_stream(asked.node));
  const auto node = known.now().nodes().find(asked.node);
  // Whoever asks knew of it a moment ago, and waits no longer than it must.
  if (read && node == known.now().nodes().end()) co_return std::string{};
  auto findings = read ? co_await look_at(with->nodes, node->second, with->empty)
                       : json::array{finding("database", "wrong", read.error().detail)};
  json::object out{{"check", asked.check},
                   {"node", asked.node},
                   {"worker", with->worker},
                   {"findings", std::move(findings)}};
  if (read && node->second.kind == "ssh")
    if (auto key = with->login_key(); !key.empty()) out["public_key"] = std::move(key);
  co_return json::serialize(out);
}

}  // namespace

node_answers::kind node_checks(node_channel& nodes, std::string worker, std::string empty,
                               std::function<std::string()> login_key) {
  return {.channel = channel_node_checked,
          .most_waiting = 20,
          .side_by_side = 8,
          .answer = [with = std::make_shared<const checker>(nodes, std::move(worker), std::move(empty),
                                                            std::move(login_key))](node_question asked,
                                                                                   known_streams& known) {
            return answer(with, std::move(asked), known);
          }};
}

}  // namespace eeveon::workers
