// Takes offers from the doorbell, claims their runs in the log and drives as many side by side as there are
// slots.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <string>

#include "ports/run_store.hpp"
#include "workers/lease_keeper.hpp"
#include "workers/run_driver.hpp"

namespace eeveon::workers {

struct consumer_settings {
  std::string name;
  int slots = 4;
  std::chrono::milliseconds lease{30000};
};

class consumer {
 public:
  consumer(driver_parts with, run_store& runs, lease_keeper& leases, consumer_settings settings)
      : with_(std::move(with)), runs_(runs), leases_(leases), settings_(std::move(settings)) {}

  asio::awaitable<void> take_offers();  // until cancelled
  // When Redis is away: asks the database itself.
  asio::awaitable<void> take_from_database();
  // Something was said about a deployment or release: its driver looks at the log.
  void look_again(std::string_view id);
  // Stops taking; waits for running steps up to `grace`, ends what is left, hands unfinished runs back.
  asio::awaitable<void> drain(std::chrono::milliseconds grace);

 private:
  asio::awaitable<void> work_on(std::vector<offer> offers);
  asio::awaitable<void> work_on_run(std::string entry, std::string run, std::string subject,
                                    std::string kind);
  asio::awaitable<result<>> perform_noop(const std::string& run, const std::string& subject,
                                         std::int64_t fence);
  // Forgets entries that have done their work, as many at once as have gathered meanwhile.
  asio::awaitable<void> forget(std::string entry);

  driver_parts with_;
  run_store& runs_;
  lease_keeper& leases_;
  consumer_settings settings_;
  std::map<std::string, std::shared_ptr<run_driver>> drivers_;  // by subject
  std::set<std::string> busy_;                                  // runs that are claimed or being claimed here
  std::vector<std::string> worked_off_;                         // entries to be forgotten
  bool forgetting_ = false;
  bool stopping_ = false;
  bool bell_away_ = false;
};

}  // namespace eeveon::workers
