// The batching appender: callers queue commands, writer threads commit whatever has accumulated.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "adapters/postgres/append_transaction.hpp"
#include "adapters/postgres/backoff.hpp"

namespace eeveon::pg {

// Called on the io thread after each COMMIT and before its outcomes are delivered: the log has grown to
// `position`, and `runs` may be taken now. With two writers a lower position may come after a higher one.
using commit_hook = std::function<void(std::int64_t position, std::vector<std::string> runs)>;
using append_handler = std::move_only_function<void(result<append_outcome>)>;

struct append_limits {
  int writers = 2;
  std::size_t batch_commands = 128;
  std::size_t batch_bytes = 1 << 20;
  std::size_t queue = 4096;  // beyond it commands are answered errc::unavailable at once
};

class appender {
 public:
  appender(std::string url, append_limits limits, asio::any_io_executor io, commit_hook on_committed);
  ~appender();  // waits for the batches under way; what is still queued is answered errc::unavailable
  // Any thread. The handler is called on the io executor; never before this returns.
  void push(append_command command, append_handler handler);

 private:
  struct pending {
    append_command command;
    append_handler handler;
    asio::any_io_executor work;  // tracked: keeps the io_context running until the handler is called
  };
  using batch = std::vector<pending>;

  void write();                                       // one thread's life
  batch take();                                       // waits; empty when stopping
  std::unique_ptr<pipeline> connect(backoff& pause);  // null when stopping or not yet reachable
  void commit(std::unique_ptr<pipeline>& line, batch taken);
  batch_report resolve(std::unique_ptr<pipeline>& line, batch_report report);
  void deliver(batch taken, batch_report report);
  void refuse(batch taken, const failure& why);
  bool pause_for(std::chrono::milliseconds time);  // false when stopping

  const std::string url_;
  const append_limits limits_;
  const asio::any_io_executor io_;
  const std::shared_ptr<const commit_hook> on_committed_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<pending> queue_;
  int connected_ = 0;
  bool away_ = false;  // no writer is connected and an attempt to connect has failed
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace eeveon::pg
