// Between deployments: asks every node of every environment every 15 s whether its service is healthy, and
// records only changes.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <random>
#include <string>

#include "core/node/health_watch.hpp"
#include "core/plan/action.hpp"
#include "ports/clock.hpp"
#include "ports/event_store.hpp"
#include "ports/http_client.hpp"
#include "server/live/feed.hpp"
#include "server/services/node_checks.hpp"

namespace eeveon {

struct prober_parts {
  event_store& events;
  http_client& http;
  node_checks& workers;
  clock_source& clock;
  feed& picture;
  duty& mine;
  std::chrono::milliseconds every{15000};
};

class prober {
 public:
  explicit prober(prober_parts with) : with_(with) {}
  // Until cancelled; looks that are under way then are ended with the io thread, before this.
  asio::awaitable<void> run();

 private:
  struct watch {
    health_watch seen;
    bool under_way = false;
  };
  struct target {
    std::string key, deployment;  // "project/environment", and what is live there
    step check;
    step_context context;
  };
  struct live_release {
    std::string release;
    recipe how;
  };

  asio::awaitable<void> look_around();
  asio::awaitable<void> look_at(target what, watch& state);
  // Nothing when it cannot be told: no worker has answered, for instance.
  asio::awaitable<std::optional<result<>>> check(step what, step_context context);
  asio::awaitable<std::optional<result<>>> ask_worker(step what, step_context context);
  // The recipe that `release` was deployed by; nothing while the log cannot be read.
  asio::awaitable<std::optional<recipe>> recipe_of(std::string key, std::string release);
  bool is_still_live(const target& what) const;
  std::string_view told(const std::string& key, const std::string& node) const;

  prober_parts with_;
  std::map<std::string, watch> watches_;         // by environment and node
  std::map<std::string, live_release> recipes_;  // by environment
  std::minstd_rand order_;
  std::string worker_;  // who has answered last; it alone is asked then
};

}  // namespace eeveon
