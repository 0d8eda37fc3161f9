#include "adapters/postgres/appender.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "core/base/failpoint.hpp"

namespace eeveon::pg {
namespace {

const failure away{errc::unavailable, "PostgreSQL cannot be reached now; nothing was written", "postgres"};
const failure stopped{errc::unavailable, "this server is stopping; nothing was written", "appender"};
const failure full{errc::unavailable, "too many commands are waiting for PostgreSQL; nothing was written",
                   "appender"};

std::size_t size_of(const append_command& command) {
  std::size_t bytes = command.from ? command.from->body.size() : 0;
  for (const auto& append : command.streams)
    for (const auto& event : append.events) bytes += event.data.size();
  for (const auto& document : command.documents) bytes += document.body.size();
  return bytes;
}

// A refused statement's failure carries its SQLSTATE in `where`.
bool is_deadlock(const failure& why) { return why.where == "40P01" || why.where == "40001"; }

failure not_now(const failure& why) {
  return {errc::unavailable,
          "PostgreSQL could not write it now (SQLSTATE " + why.where + "); nothing was written, try again",
          "postgres"};
}

}  // namespace

appender::appender(std::string url, append_limits limits, asio::any_io_executor io, batch_hook on_committed)
    : url_(std::move(url)),
      limits_(limits),
      io_(std::move(io)),
      on_committed_(std::make_shared<const batch_hook>(std::move(on_committed))) {
  for (int i = 0; i < limits_.writers; ++i) threads_.emplace_back([this] { write(); });
}

appender::~appender() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    for (auto* idle : idle_) idle->wake.notify_one();
  }
  stop_.notify_all();
  land_what_flies();
  for (auto& thread : threads_) thread.join();
  refuse(batch(std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.end())), stopped);
}

void appender::push(append_command command, append_handler handler) {
  pending fresh{std::move(command), std::move(handler),
                asio::prefer(io_, asio::execution::outstanding_work.tracked)};
  const failure* refusal = nullptr;
  if (auto shape = check_shape(fresh.command); !shape) {
    batch one;
    one.push_back(std::move(fresh));
    return refuse(std::move(one), shape.error());
  }
  writer* alone = nullptr;
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_)
      refusal = &stopped;
    else if (away_)
      refusal = &away;
    else if (queue_.size() >= limits_.queue)
      refusal = &full;
    else if (alone = borrow_for(fresh.command); !alone)
      queue_.push_back(std::move(fresh));
    if (!refusal && !alone) return call_writer();
  }
  if (alone) return fly(*alone, std::move(fresh));
  batch one;
  one.push_back(std::move(fresh));
  refuse(std::move(one), *refusal);
}

// Half a batch beside another costs as much as a whole one, and both wait for the same rows.
bool appender::is_worth_a_batch() const {
  return !queue_.empty() && (busy_ + called_ == 0 || queue_.size() >= limits_.another_writer);
}

void appender::call_writer() {
  if (stopping_ || idle_.empty() || !is_worth_a_batch()) return;
  auto& next = *idle_.back();
  idle_.pop_back();
  wake(next);
}

void appender::wake(writer& one) {
  one.called = true;
  ++called_;
  one.wake.notify_one();
}

appender::task appender::take(writer& self) {
  std::unique_lock lock(mutex_);
  while (!stopping_ && !self.given && !is_worth_a_batch()) {
    idle_.push_back(&self);
    self.wake.wait(lock, [&] { return self.called || (stopping_ && !self.lent); });
    if (std::exchange(self.called, false)) --called_;
  }
  if (self.given) return *std::exchange(self.given, std::nullopt);
  batch taken;
  std::size_t bytes = 0;
  std::set<delivery_key> keys;  // the same delivery twice: the second one must see the first one's outcome
  while (!stopping_ && !queue_.empty() && taken.size() < limits_.batch_commands) {
    const auto& next = queue_.front().command;
    bytes += size_of(next);
    if (!taken.empty() && bytes > limits_.batch_bytes) break;
    if (next.from && !keys.emplace(next.from->source, next.from->key).second) break;
    taken.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  if (taken.empty()) return {};
  ++busy_;
  call_writer();
  return {std::move(taken), std::nullopt};
}

void appender::write() {
  backoff pause;
  writer self;
  auto& line = self.line;
  while (true) {
    if (!line) line = connect(pause);
    if (!line) {
      if (!pause_for(pause.next())) return;
      continue;
    }
    auto next = take(self);
    if (next.taken.empty()) return;
    if (next.sent)
      settle(line, std::move(next.taken), std::move(*next.sent));
    else
      commit(line, std::move(next.taken));
    const bool lost = !line || !line->alive();
    if (lost) line.reset();
    count_writer(-1, lost ? -1 : 0);
  }
}

std::unique_ptr<pipeline> appender::connect(backoff& pause) {
  auto opened = pipeline::open(url_, limits_.silence);
  see_who_is_connected(opened ? 1 : 0);
  if (!opened) return nullptr;
  pause.reset();
  return std::move(*opened);
}

// Nobody waits for what no writer can reach.
void appender::see_who_is_connected(int more) {
  batch refused;
  {
    const std::scoped_lock lock(mutex_);
    connected_ += more;
    away_ = connected_ == 0;
    if (away_) {
      refused.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.end()));
      queue_.clear();
    }
  }
  refuse(std::move(refused), away);
}

bool appender::pause_for(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !stop_.wait_for(lock, time, [this] { return stopping_; });
}

std::vector<const append_command*> appender::commands_of(const batch& taken) {
  std::vector<const append_command*> commands;
  for (const auto& one : taken) commands.push_back(&one.command);
  return commands;
}

void appender::commit(std::unique_ptr<pipeline>& line, batch taken) {
  const auto commands = commands_of(taken);
  auto report = append_batch(*line, commands);
  for (int again = 0; !report && is_deadlock(report.error()) && again < 3; ++again)
    report = append_batch(*line, commands);
  // A connection that died unused is noticed only now. COMMIT was never sent, so the batch may be tried anew.
  if (!report && report.error().code == errc::unavailable && !line->was_given_up())
    if (auto opened = pipeline::open(url_, limits_.silence)) {
      line = std::move(*opened);
      report = append_batch(*line, commands);
    }
  if (report) return settle(line, std::move(taken), std::move(*report));
  if (report.error().code == errc::unavailable) return refuse(std::move(taken), report.error());
  if (!is_about_a_command(report.error())) return refuse(std::move(taken), not_now(report.error()));
  if (taken.size() == 1) {
    auto why = report.error();
    why.code = errc::invalid;
    return refuse(std::move(taken), why);
  }
  // PostgreSQL refuses something that one command carries: alone, only that one fails.
  for (auto& one : taken) {
    batch alone;
    alone.push_back(std::move(one));
    if (line && line->alive())
      commit(line, std::move(alone));
    else
      refuse(std::move(alone), away);
  }
}

void appender::settle(std::unique_ptr<pipeline>& line, batch taken, batch_report report) {
  if (report.doubt && !EEVEON_SEEDED_BUG("doubt_is_committed")) resolve(line, taken, report);
  deliver(std::move(taken), std::move(report));
}

void appender::count_writer(int busy, int connected) {
  const std::scoped_lock lock(mutex_);
  busy_ += busy;
  connected_ += connected;
  call_writer();
}

// Takes as long as PostgreSQL is away; meanwhile the other writers take what comes, or learn that nobody can.
void appender::resolve(std::unique_ptr<pipeline>& line, batch& taken, batch_report& report) {
  const auto commands = commands_of(taken);
  count_writer(-1, -1);
  if (line && line->was_given_up()) {  // they have waited long enough, and so have those behind them
    tell_doubt(taken);
    see_who_is_connected(0);
  }
  const auto patience = std::chrono::steady_clock::now() + limits_.doubt;
  backoff pause;
  do {
    line = connect(pause);
    if (line && settle_doubt(*line, commands, report)) return count_writer(1, 0);
    if (line) count_writer(0, -1);
    if (std::chrono::steady_clock::now() >= patience) tell_doubt(taken);
  } while (pause_for(pause.next()));
  count_writer(1, 1);
  for (auto& outcome : report.outcomes)
    outcome = fail(errc::unknown_outcome,
                   "this server stopped before PostgreSQL could say whether it committed", "appender");
  report.offers.clear();
}

}  // namespace eeveon::pg
