// Keeps the leases of this worker's runs alive, and says so at once when one is lost: its step is then ended
// before anybody else may begin.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <string>

#include "ports/run_store.hpp"

namespace eeveon::workers {

class lease_keeper {
 public:
  lease_keeper(run_store& runs, std::string owner, std::chrono::milliseconds lease)
      : runs_(runs), owner_(std::move(owner)), lease_(lease) {}

  // `on_lost` is called on the io thread when the lease is gone or could not be renewed for two thirds of it;
  // it says whether that is a loss. A run that is being ended has no lease soon, and loses nothing by it: it
  // is asked again later.
  void hold(const std::string& run, std::function<bool()> on_lost);
  void let_go(const std::string& run) { held_.erase(run); }
  asio::awaitable<void> keep();   // until cancelled
  asio::awaitable<void> watch();  // until cancelled

 private:
  void lose(const std::string& run);
  struct held {
    std::chrono::steady_clock::time_point confirmed;
    std::function<bool()> on_lost;
  };
  run_store& runs_;
  std::string owner_;
  std::chrono::milliseconds lease_;
  std::map<std::string, held> held_;
};

}  // namespace eeveon::workers
