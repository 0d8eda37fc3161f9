#include "adapters/postgres/appender.hpp"

#include <boost/asio/post.hpp>
#include <iterator>
#include <set>

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

bool is_deadlock(const pipeline& line) { return line.sqlstate() == "40P01" || line.sqlstate() == "40001"; }

}  // namespace

appender::appender(std::string url, append_limits limits, asio::any_io_executor io, commit_hook on_committed)
    : url_(std::move(url)),
      limits_(limits),
      io_(std::move(io)),
      on_committed_(std::make_shared<const commit_hook>(std::move(on_committed))) {
  for (int i = 0; i < limits_.writers; ++i) threads_.emplace_back([this] { write(); });
}

appender::~appender() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
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
  }
  if (!refusal) return wake_.notify_one();
  batch one;
  one.push_back(std::move(fresh));
  refuse(std::move(one), *refusal);
}

appender::batch appender::take() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
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
  return taken;
}

void appender::write() {
  backoff pause;
  std::unique_ptr<pipeline> line;
  while (true) {
    if (!line) line = connect(pause);
    if (!line) {
      if (!pause_for(pause.next())) return;
      continue;
    }
    auto taken = take();
    if (taken.empty()) return;
    commit(line, std::move(taken));
    if (line && line->alive()) continue;
    line.reset();
    const std::scoped_lock lock(mutex_);
    --connected_;
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
  return !wake_.wait_for(lock, time, [this] { return stopping_; });
}

void appender::commit(std::unique_ptr<pipeline>& line, batch taken) {
  std::vector<const append_command*> commands;
  for (const auto& one : taken) commands.push_back(&one.command);
  auto report = append_batch(*line, commands);
  for (int again = 0; !report && is_deadlock(*line) && again < 3; ++again)
    report = append_batch(*line, commands);
  // A connection that died unused is noticed only now. COMMIT was never sent, so the batch may be tried anew.
  if (!report && report.error().code == errc::unavailable)
    if (auto opened = pipeline::open(url_)) {
      line = std::move(*opened);
      report = append_batch(*line, commands);
    }
  if (report) {
    if (report->doubt && !EEVEON_SEEDED_BUG("doubt_is_committed")) report = resolve(line, std::move(*report));
    return deliver(std::move(taken), std::move(*report));
  }
  if (report.error().code == errc::unavailable) return refuse(std::move(taken), report.error());
  if (taken.size() == 1) {
    auto why = report.error();
    why.code = errc::invalid;
    return refuse(std::move(taken), why);
  }
  // PostgreSQL refuses something that one command carries: alone, only that one fails.
  for (auto& one : taken) {
    batch alone;
    alone.push_back(std::move(one));
    if (line->alive())
      commit(line, std::move(alone));
    else
      refuse(std::move(alone), away);
  }
}

batch_report appender::resolve(std::unique_ptr<pipeline>& line, batch_report report) {
  backoff pause;
  do {
    auto opened = pipeline::open(url_);
    if (!opened) continue;
    const auto fate = find_fate(**opened, *report.doubt);
    if (!fate || fate->fate == commit_fate::undecided) continue;
    if (fate->fate == commit_fate::committed) {
      report.settle(fate->first_position - 1);
    } else {
      for (auto& outcome : report.outcomes)
        if (outcome && !outcome->duplicate) outcome = std::unexpected(away);
      report.offers.clear();
    }
    line = std::move(*opened);
    return report;
  } while (pause_for(pause.next()));
  for (auto& outcome : report.outcomes)
    outcome = fail(errc::unknown_outcome,
                   "this server stopped before PostgreSQL could say whether it committed", "appender");
  report.offers.clear();
  return report;
}

void appender::deliver(batch taken, batch_report report) {
  EEVEON_FAILPOINT("R1");
  asio::post(io_, [taken = std::move(taken), report = std::move(report), hook = on_committed_]() mutable {
    if (*hook && (report.head > 0 || !report.offers.empty())) (*hook)(report.head, std::move(report.offers));
    EEVEON_FAILPOINT("R2");
    for (std::size_t i = 0; i < taken.size(); ++i) taken[i].handler(std::move(report.outcomes[i]));
  });
}

void appender::refuse(batch taken, const failure& why) {
  if (taken.empty()) return;
  asio::post(io_, [taken = std::move(taken), why]() mutable {
    for (auto& one : taken) one.handler(std::unexpected(why));
  });
}

}  // namespace eeveon::pg
