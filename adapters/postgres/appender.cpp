#include "adapters/postgres/appender.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <iterator>
#include <set>
#include <utility>

#include "core/base/failpoint.hpp"

namespace eeveon::pg {
namespace {

const failure away{errc::unavailable, "PostgreSQL cannot be reached now; nothing was written", "postgres"};
const failure in_doubt{
    errc::unavailable,
    "PostgreSQL went away while this was written; sent again with the same id it is there once", "postgres"};
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
    for (auto* writer : idle_) writer->wake.notify_one();
  }
  stop_.notify_all();
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
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_)
      refusal = &stopped;
    else if (away_)
      refusal = &away;
    else if (queue_.size() >= limits_.queue)
      refusal = &full;
    else
      queue_.push_back(std::move(fresh));
    if (!refusal) return call_writer();
  }
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
  auto& writer = *idle_.back();
  idle_.pop_back();
  writer.called = true;
  ++called_;
  writer.wake.notify_one();
}

appender::batch appender::take(idle_writer& self) {
  std::unique_lock lock(mutex_);
  while (!stopping_ && !is_worth_a_batch()) {
    idle_.push_back(&self);
    self.wake.wait(lock, [&] { return stopping_ || self.called; });
    if (std::exchange(self.called, false)) --called_;
  }
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
  if (taken.empty()) return taken;
  ++busy_;
  call_writer();
  return taken;
}

void appender::write() {
  backoff pause;
  idle_writer self;
  std::unique_ptr<pipeline> line;
  while (true) {
    if (!line) line = connect(pause);
    if (!line) {
      if (!pause_for(pause.next())) return;
      continue;
    }
    auto taken = take(self);
    if (taken.empty()) return;
    commit(line, std::move(taken));
    const bool lost = !line || !line->alive();
    if (lost) line.reset();
    count_writer(-1, lost ? -1 : 0);
  }
}

std::unique_ptr<pipeline> appender::connect(backoff& pause) {
  auto opened = pipeline::open(url_);
  batch refused;
  {
    const std::scoped_lock lock(mutex_);
    if (opened) ++connected_;
    away_ = connected_ == 0;
    if (away_) {
      refused.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.end()));
      queue_.clear();
    }
  }
  refuse(std::move(refused), away);
  if (!opened) return nullptr;
  pause.reset();
  return std::move(*opened);
}

bool appender::pause_for(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !stop_.wait_for(lock, time, [this] { return stopping_; });
}

void appender::commit(std::unique_ptr<pipeline>& line, batch taken) {
  std::vector<const append_command*> commands;
  for (const auto& one : taken) commands.push_back(&one.command);
  auto report = append_batch(*line, commands);
  for (int again = 0; !report && is_deadlock(report.error()) && again < 3; ++again)
    report = append_batch(*line, commands);
  // A connection that died unused is noticed only now. COMMIT was never sent, so the batch may be tried anew.
  if (!report && report.error().code == errc::unavailable)
    if (auto opened = pipeline::open(url_)) {
      line = std::move(*opened);
      report = append_batch(*line, commands);
    }
  if (report) {
    if (report->doubt && !EEVEON_SEEDED_BUG("doubt_is_committed")) resolve(line, taken, commands, *report);
    return deliver(std::move(taken), std::move(*report));
  }
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

void appender::count_writer(int busy, int connected) {
  const std::scoped_lock lock(mutex_);
  busy_ += busy;
  connected_ += connected;
  call_writer();
}

// Takes as long as PostgreSQL is away; meanwhile the other writers take what comes, or learn that nobody can.
void appender::resolve(std::unique_ptr<pipeline>& line, batch& taken,
                       const std::vector<const append_command*>& commands, batch_report& report) {
  count_writer(-1, -1);
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

// A command with an id may be sent again at no risk, so its sender need not wait for PostgreSQL's return.
void appender::tell_doubt(batch& taken) {
  for (auto& one : taken)
    if (one.command.from && one.handler)
      asio::post(io_, [handler = std::exchange(one.handler, nullptr)]() mutable {
        handler(std::unexpected(in_doubt));
      });
}

void appender::deliver(batch taken, batch_report report) {
  EEVEON_FAILPOINT("R1");
  committed_batch done{events_of(taken, report), report.head, std::move(report.offers)};
  asio::post(io_, [taken = std::move(taken), outcomes = std::move(report.outcomes), done = std::move(done),
                   hook = on_committed_]() mutable {
    for (std::size_t i = 0; i < taken.size(); ++i)
      if (taken[i].handler) taken[i].handler(std::move(outcomes[i]));
    if (*hook && (done.position > 0 || !done.runs.empty())) (*hook)(std::move(done));
    EEVEON_FAILPOINT("R2");
  });
}

// Empties the commands of what the log keeps of them.
std::vector<recorded_event> appender::events_of(batch& taken, const batch_report& report) {
  std::vector<recorded_event> events;
  if (report.events == 0 || report.head == 0) return events;
  const auto first = report.head - report.events + 1;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    auto& command = taken[i].command;
    const auto& outcome = report.outcomes[i];
    if (!outcome || outcome->first_position < first) continue;
    for (auto& append : command.streams) {
      for (auto& fresh : append.events) {
        const auto place = events.size();
        events.push_back({.position = first + static_cast<std::int64_t>(place),
                          .stream = append.stream,
                          .version = report.versions[place],
                          .type = std::move(fresh.type),
                          .schema = fresh.schema,
                          .actor = command.actor,
                          .causation = fresh.causation != 0 ? fresh.causation : command.causation,
                          .correlation = fresh.correlation.is_nil() ? command.correlation : fresh.correlation,
                          .recorded_at = report.recorded_at,
                          .data = std::move(fresh.data),
                          .delivery = command.from ? command.from->source + '/' + command.from->key : ""});
      }
    }
  }
  return events;
}

void appender::refuse(batch taken, const failure& why) {
  if (taken.empty()) return;
  asio::post(io_, [taken = std::move(taken), why]() mutable {
    for (auto& one : taken) one.handler(std::unexpected(why));
  });
}

}  // namespace eeveon::pg
