// An event log in memory for tests above the ports: the same rules, no threads, every call answers at once.
// The contract suite runs against it as against PostgreSQL.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ports/event_store.hpp"
#include "ports/run_store.hpp"

namespace eeveon::test {

// What both doubles share, and what a test may look at or change.
struct fake_log {
  struct run {
    run_row row;
    std::int64_t lease_until_us = 0;
    std::int64_t offered_us = 0;
  };
  std::vector<recorded_event> events;
  std::map<std::pair<std::string, std::string>, std::pair<delivery, std::int64_t>>
      deliveries;  // with the last position
  std::map<std::string, run> runs;
  std::map<digest, std::string> documents;
  std::map<std::string, std::int64_t> checkpoints;
  std::int64_t now_us = 1'800'000'000'000'000;  // moved by the test; every append adds one microsecond
  bool away = false;                            // every call answers errc::unavailable
  // As the appender's hook: after each commit, with the runs that may be taken.
  std::function<void(std::int64_t, std::vector<std::string>)> on_committed;
};

std::unique_ptr<event_store> make_fake_event_store(std::shared_ptr<fake_log> log);
std::unique_ptr<run_store> make_fake_run_store(std::shared_ptr<fake_log> log);

}  // namespace eeveon::test
