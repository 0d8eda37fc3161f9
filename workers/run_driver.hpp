// Takes one claimed run to its end: asks the playbook, performs its steps side by side, records what came of
// them. Everything it knows stands in the log; whoever takes the run over goes on from there.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <string>

#include "core/run/playbook.hpp"
#include "ports/event_store.hpp"
#include "ports/repository_access.hpp"
#include "workers/effects/perform.hpp"
#include "workers/log_writer.hpp"

namespace eeveon::workers {

struct driver_parts {
  event_store& events;
  log_store& logs;
  doorbell& bell;
  step_performer& performer;
  const repository_access& repositories;
  std::string worker;
  std::string data;
  std::vector<std::string> file_roots;
};

class run_driver : public std::enable_shared_from_this<run_driver> {
 public:
  run_driver(driver_parts with, std::string run, std::string subject, std::int64_t fence,
             asio::any_io_executor io);

  // Ends with the run, when it is lost, or when it has been handed back.
  asio::awaitable<void> drive();
  // The lease is gone: ends every step now, writes nothing more. False when the run is being ended here,
  // which ends its lease too: the log's answer tells whether it was in time.
  bool lose_lease();
  void hand_back();              // stopping: start nothing new, give the run back when the steps have ended
  void interrupt();              // stopping, and time is up: end the steps that still run
  void look_again() { wake(); }  // the log has something new for this run

 private:
  struct running_step {
    asio::cancellation_signal cancel;
  };
  asio::awaitable<result<>> refresh();
  asio::awaitable<result<>> load_plans();
  asio::awaitable<result<>> record(std::vector<new_event> events, std::optional<run_state> end,
                                   bool count_attempt = true, std::vector<document> documents = {});
  void begin(const step_start& start);
  asio::awaitable<void> perform(step_start start);
  result<step_context> context_of(const step& what) const;
  asio::awaitable<void> keep_log();
  void wake() { wake_.expires_at(asio::steady_timer::time_point::min()); }
  void end_steps();
  void lose();

  driver_parts with_;
  std::string run_, subject_;
  std::int64_t fence_;
  uuid correlation_;  // of the ask this run follows from
  run_progress progress_;
  plans plans_;
  std::map<std::string, running_step> running_;
  std::unique_ptr<log_writer> log_;
  asio::steady_timer wake_;
  bool lost_ = false, handing_back_ = false, over_ = false, ending_ = false;
};

}  // namespace eeveon::workers
