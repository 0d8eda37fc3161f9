// The batching appender: callers queue commands, writer threads commit whatever has accumulated.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/postgres/append_transaction.hpp"
#include "adapters/postgres/backoff.hpp"

namespace eeveon::pg {

// What a COMMIT has brought.
struct committed_batch {
  std::vector<recorded_event> events;  // in position order
  std::int64_t position = 0;           // the log's length with them; 0 without events
  std::vector<std::string> runs;       // may be taken now
};
// Called on the io thread after each COMMIT, when its outcomes have been delivered. With two writers a lower
// position may come after a higher one.
using batch_hook = std::function<void(committed_batch batch)>;
using append_handler = std::move_only_function<void(result<append_outcome>)>;

struct append_limits {
  int writers = 2;
  std::size_t batch_commands = 128;
  std::size_t batch_bytes = 1 << 20;
  std::size_t another_writer = 32;  // so many waiting commands are worth a second batch beside the first
  std::size_t queue = 4096;         // beyond it commands are answered errc::unavailable at once
  std::chrono::milliseconds silence = commit_silence_limit;  // of PostgreSQL, until a batch is given up
  std::chrono::milliseconds doubt{2000};  // so long may a sender wait to learn what became of a COMMIT
};

class appender {
 public:
  appender(std::string url, append_limits limits, asio::any_io_executor io, batch_hook on_committed);
  // On the io thread or once it has ended. Waits for the batches under way; what is still queued is answered
  // errc::unavailable.
  ~appender();
  // Any thread. The handler is called on the io executor; never before this returns.
  void push(append_command command, append_handler handler);

 private:
  struct pending {
    append_command command;
    append_handler handler;
    asio::any_io_executor work;  // tracked: keeps the io_context running until the handler is called
  };
  using batch = std::vector<pending>;

  // What a writer is to do. `sent`: it is on its way already, and in doubt.
  struct task {
    batch taken;
    std::optional<batch_report> sent;
  };
  // One thread and its connection, and how it is called to a batch.
  struct writer {
    std::unique_ptr<pipeline> line;
    std::condition_variable wake;
    bool called = false;
    bool lent = false;          // the io thread uses the connection
    std::optional<task> given;  // what the io thread could not bring to its end
  };
  struct lone_flight;

  void write();                                       // one thread's life
  task take(writer& self);                            // waits; empty when stopping
  std::unique_ptr<pipeline> connect(backoff& pause);  // null when stopping or not yet reachable
  void see_who_is_connected(int more);
  void commit(std::unique_ptr<pipeline>& line, batch taken);
  void settle(std::unique_ptr<pipeline>& line, batch taken, batch_report report);
  void resolve(std::unique_ptr<pipeline>& line, batch& taken, batch_report& report);
  void tell_doubt(batch& taken);               // answers those who can ask again under the same id
  void count_writer(int busy, int connected);  // changes of both counts
  void deliver(batch taken, batch_report report);
  static std::vector<const append_command*> commands_of(const batch& taken);
  static std::vector<recorded_event> events_of(batch& taken, const batch_report& report);
  void refuse(batch taken, const failure& why);
  bool pause_for(std::chrono::milliseconds time);  // false when stopping

  const std::string url_;
  const append_limits limits_;
  const asio::any_io_executor io_;
  const std::shared_ptr<const batch_hook> on_committed_;

  // A webhook that comes while nothing else is written leaves from the io thread and is awaited there: to
  // wake a writer, and to be woken by it, would cost a fifth of its time. Whatever is odd is left to the
  // writer.
  writer* borrow_for(const append_command& command);
  void fly(writer& by, pending one);
  void look_for_answer(std::shared_ptr<lone_flight> flight);
  void watch_for_answer(std::shared_ptr<lone_flight> flight);
  void await_answer(std::shared_ptr<lone_flight> flight);
  void land(lone_flight& flight);
  void give_back(writer& by);
  void hand_over(writer& by, task rest);
  void land_what_flies();

  bool is_worth_a_batch() const;  // these three and borrow_for under the lock
  void call_writer();
  void wake(writer& one);

  std::mutex mutex_;
  std::condition_variable stop_;
  std::deque<pending> queue_;
  int connected_ = 0;
  int busy_ = 0;    // writers with a batch
  int called_ = 0;  // writers on their way to one
  // The last to finish is called first: its connection, and PostgreSQL's end of it, are still warm.
  std::vector<writer*> idle_;
  std::shared_ptr<lone_flight> lone_;
  bool away_ = false;  // no writer is connected: an attempt to connect has failed, or PostgreSQL is silent
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace eeveon::pg
