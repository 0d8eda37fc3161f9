#include "cli/look_at_nodes.hpp"

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <mutex>
#include <optional>
#include <thread>

#include "cli/field.hpp"
#include "cli/print.hpp"

namespace eeveon::cli {
namespace {

constexpr std::size_t side_by_side = 8;  // as many as a worker looks at

json::object finding(std::string what, std::string state, std::string remark) {
  return {{"what", std::move(what)}, {"state", std::move(state)}, {"remark", std::move(remark)}};
}

// What the checks between deployments say; before the first one there is nothing to be healthy.
json::object health_of(const json::value& node) {
  const auto health = text_of(node, "health");
  if (health == "down") return finding("health", "wrong", text_of(node, "health_detail"));
  if (health == "up") return finding("health", "ok", "since " + short_time(text_of(node, "health_since")));
  return finding("health", "unknown", "nothing that is checked is live there yet");
}

class round {
 public:
  explicit round(const json::array& nodes) : nodes_(nodes), out_(nodes.size()) {}

  void go_on(api server) {
    for (std::size_t i; (i = next_++) < nodes_.size();) {
      out_[i] = look(server, nodes_[i]);
      out_[i].findings.push_back(health_of(nodes_[i]));
    }
  }
  std::vector<looked_at> found() { return std::move(out_); }

 private:
  looked_at look(api& server, const json::value& node) {
    if (const auto why = nobody()) return {{}, {finding("worker", "wrong", *why)}};
    const auto seen = server.post("/api/v1/nodes/" + escaped(text_of(node, "name")) + "/check");
    if (seen) return {text_of(*seen, "worker"), list_of(*seen, "findings")};
    if (seen.error().code == errc::unavailable) {
      const std::scoped_lock lock(mutex_);
      nobody_ = seen.error().detail;
    }
    return {{}, {finding("worker", "wrong", seen.error().detail)}};
  }
  std::optional<std::string> nobody() {
    const std::scoped_lock lock(mutex_);
    return nobody_;
  }

  const json::array& nodes_;
  std::vector<looked_at> out_;  // each thread writes its own elements
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::optional<std::string> nobody_;  // why no worker answers
};

}  // namespace

std::vector<looked_at> look_at_nodes(const std::function<api()>& connect, const json::array& nodes) {
  round all(nodes);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min(nodes.size(), side_by_side); ++i)
      threads.emplace_back([&all, &connect] { all.go_on(connect()); });
  }
  return all.found();
}

}  // namespace eeveon::cli
