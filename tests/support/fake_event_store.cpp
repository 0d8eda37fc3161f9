#include "tests/support/fake_event_store.hpp"

#include <algorithm>

#include "adapters/postgres/append_batch.hpp"

namespace eeveon::test {
namespace {

failure away() { return {errc::unavailable, "the log is away", "fake"}; }

pg::log_state state_for(const fake_log& log, const append_command& command) {
  pg::log_state state;
  if (command.from)
    if (const auto found = log.deliveries.find({command.from->source, command.from->key});
        found != log.deliveries.end())
      state.replayed.emplace(found->first,
                             pg::known_delivery{found->second.first.body_sha256, found->second.first.answer,
                                                found->second.second});
  for (const auto& append : command.streams)
    state.streams[append.stream] = std::ranges::count(log.events, append.stream, &recorded_event::stream);
  for (const auto& [id, run] : log.runs) {
    const auto& row = run.row;
    state.runs.emplace(id, pg::known_run{pg::parse_run_state(row.state), row.fence, row.attempts,
                                         run.lease_until_us < log.now_us, row.environment});
    if (!row.environment.empty() && (row.state == "queued" || row.state == "running"))
      state.environments.emplace(row.environment, id);
  }
  if (command.checkpoint) {
    const auto found = log.checkpoints.find(command.checkpoint->name);
    state.checkpoints[command.checkpoint->name] = found == log.checkpoints.end() ? 0 : found->second;
  }
  return state;
}

void add_events(fake_log& log, const append_command& command) {
  for (const auto& append : command.streams) {
    auto version = std::ranges::count(log.events, append.stream, &recorded_event::stream);
    for (const auto& fresh : append.events) {
      recorded_event event;
      event.position = static_cast<std::int64_t>(log.events.size()) + 1;
      event.stream = append.stream;
      event.version = ++version;
      event.type = fresh.type;
      event.schema = fresh.schema;
      event.actor = command.actor;
      event.causation = fresh.causation != 0 ? fresh.causation : command.causation;
      event.correlation = fresh.correlation.is_nil() ? command.correlation : fresh.correlation;
      event.recorded_at = {log.now_us};
      event.data = fresh.data;
      if (command.from) event.delivery = command.from->source + '/' + command.from->key;
      log.events.push_back(std::move(event));
    }
  }
}

std::vector<std::string> write_runs(fake_log& log, const append_command& command, std::int64_t fence) {
  std::vector<std::string> offers;
  if (command.claim) {
    auto& run = log.runs.at(command.claim->run);
    run.row.state = "running";
    run.row.owner = command.claim->owner;
    run.row.fence = fence;
    ++run.row.attempts;
    run.lease_until_us = log.now_us + command.claim->lease.count() * 1000;
  }
  for (const auto& move : command.moves) {
    auto& run = log.runs.at(move.run);
    if (run.row.state == "needs_attention")
      run.row.attempts = 0;
    else if (!move.count_attempt)
      --run.row.attempts;
    run.row.state = pg::to_string(move.to);
    run.row.owner.clear();
    run.offered_us = log.now_us;
    if (move.to == run_state::queued) offers.push_back(move.run);
  }
  for (const auto& run : command.runs) {
    log.runs[run.id] = {{run.id, run.subject, run.environment, run.kind, "queued", {}}, 0, log.now_us};
    offers.push_back(run.id);
  }
  return offers;
}

class fake_event_store final : public event_store {
 public:
  explicit fake_event_store(std::shared_ptr<fake_log> log) : log_(std::move(log)) {}

  asio::awaitable<result<append_outcome>> append(append_command command) override {
    co_return commit(command);
  }

  asio::awaitable<result<std::vector<recorded_event>>> read_stream(std::string stream,
                                                                   std::int64_t after) override {
    co_return select([&](const recorded_event& e) { return e.stream == stream && e.version > after; },
                     log_->events.size());
  }
  asio::awaitable<result<std::vector<recorded_event>>> read_log(std::int64_t after, int limit,
                                                                log_filter filter) override {
    co_return select(
        [&](const recorded_event& e) {
          return e.position > after && (filter.stream.empty() || e.stream == filter.stream) &&
                 (filter.type.empty() || e.type == filter.type) &&
                 e.stream.starts_with(filter.stream_prefix) &&
                 (filter.until == 0 || e.position <= filter.until);
        },
        static_cast<std::size_t>(limit));
  }
  asio::awaitable<result<std::int64_t>> head() override {
    if (log_->away) co_return std::unexpected(away());
    co_return static_cast<std::int64_t>(log_->events.size());
  }
  asio::awaitable<result<std::optional<std::string>>> document_body(digest id) override {
    if (log_->away) co_return std::unexpected(away());
    const auto found = log_->documents.find(id);
    co_return found == log_->documents.end() ? std::nullopt : std::optional(found->second);
  }
  asio::awaitable<result<std::int64_t>> checkpoint(std::string name) override {
    if (log_->away) co_return std::unexpected(away());
    const auto found = log_->checkpoints.find(name);
    co_return found == log_->checkpoints.end() ? 0 : found->second;
  }

 private:
  result<append_outcome> commit(const append_command& command) {
    if (log_->away) return std::unexpected(away());
    if (auto shape = pg::check_shape(command); !shape) return std::unexpected(std::move(shape.error()));
    ++log_->now_us;
    auto state = state_for(*log_, command);
    const append_command* const one[] = {&command};
    auto verdict = std::move(pg::judge(one, state).front());
    if (!verdict.writes) return std::move(verdict.outcome);
    auto outcome = *verdict.outcome;
    const auto before = static_cast<std::int64_t>(log_->events.size());
    if (outcome.position > 0) outcome.position += before;
    if (outcome.first_position > 0) outcome.first_position += before;
    add_events(*log_, command);
    auto offers = write_runs(*log_, command, outcome.first_position);
    if (command.from)
      log_->deliveries.emplace(std::pair(command.from->source, command.from->key),
                               std::pair(*command.from, outcome.position));
    for (const auto& document : command.documents) log_->documents.emplace(document.id, document.body);
    if (command.checkpoint) log_->checkpoints[command.checkpoint->name] = command.checkpoint->to;
    if (log_->on_committed)
      log_->on_committed(static_cast<std::int64_t>(log_->events.size()), std::move(offers));
    return outcome;
  }

  template <class Wanted>
  result<std::vector<recorded_event>> select(Wanted wanted, std::size_t limit) {
    if (log_->away) return std::unexpected(away());
    std::vector<recorded_event> found;
    for (const auto& event : log_->events)
      if (found.size() < limit && wanted(event)) found.push_back(event);
    return found;
  }

  std::shared_ptr<fake_log> log_;
};

class fake_run_store final : public run_store {
 public:
  explicit fake_run_store(std::shared_ptr<fake_log> log) : log_(std::move(log)) {}

  asio::awaitable<result<std::vector<std::string>>> renew(std::string owner, std::vector<std::string> runs,
                                                          std::chrono::milliseconds lease) override {
    std::vector<std::string> renewed;
    if (log_->away) co_return std::unexpected(away());
    for (const auto& id : runs) {
      const auto found = log_->runs.find(id);
      if (found == log_->runs.end()) continue;
      auto& run = found->second;
      if (run.row.state != "running" || run.row.owner != owner || run.lease_until_us <= log_->now_us)
        continue;
      run.lease_until_us = log_->now_us + lease.count() * 1000;
      renewed.push_back(id);
    }
    co_return renewed;
  }
  asio::awaitable<result<int>> end_leases(std::string owner) override {
    int ended = 0;
    for (auto& [id, run] : log_->runs)
      if (run.row.state == "running" && run.row.owner == owner) {
        run.lease_until_us = log_->now_us - 1;
        ++ended;
      }
    co_return ended;
  }
  asio::awaitable<result<std::vector<std::string>>> sweep(std::chrono::milliseconds quiet,
                                                          int limit) override {
    std::vector<std::string> lost;
    if (log_->away) co_return std::unexpected(away());
    for (auto& [id, run] : log_->runs) {
      const bool queued = run.row.state == "queued" && run.offered_us <= log_->now_us - quiet.count() * 1000;
      const bool orphaned = run.row.state == "running" && run.lease_until_us < log_->now_us;
      if (!(queued || orphaned) || lost.size() >= static_cast<std::size_t>(limit)) continue;
      run.offered_us = log_->now_us;
      lost.push_back(id);
    }
    co_return lost;
  }
  asio::awaitable<result<std::vector<run_row>>> list(bool only_open) override {
    std::vector<run_row> all;
    for (const auto& [id, run] : log_->runs)
      if (!only_open || run.row.state == "queued" || run.row.state == "running") all.push_back(seen(run));
    co_return all;
  }
  asio::awaitable<result<std::vector<run_row>>> find(std::vector<std::string> runs) override {
    std::vector<run_row> all;
    for (const auto& id : runs)
      if (const auto found = log_->runs.find(id); found != log_->runs.end())
        all.push_back(seen(found->second));
    co_return all;
  }

 private:
  run_row seen(const fake_log::run& run) const {
    run_row row = run.row;
    row.lease_left_ms = row.state == "running" ? (run.lease_until_us - log_->now_us) / 1000 : 0;
    return row;
  }
  std::shared_ptr<fake_log> log_;
};

}  // namespace

std::unique_ptr<event_store> make_fake_event_store(std::shared_ptr<fake_log> log) {
  return std::make_unique<fake_event_store>(std::move(log));
}
std::unique_ptr<run_store> make_fake_run_store(std::shared_ptr<fake_log> log) {
  return std::make_unique<fake_run_store>(std::move(log));
}

}  // namespace eeveon::test
