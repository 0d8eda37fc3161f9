#include "adapters/postgres/append_reads.hpp"

#include "adapters/postgres/binary.hpp"
#include "adapters/postgres/compression.hpp"

namespace eeveon::pg {
namespace {

constexpr int body_level = -3;  // zstd's fast levels: a quarter larger than level 1, for a third of the time

template <class Names>
std::string text_array(const Names& names) {
  array out(oid::text);
  for (const auto& name : names) out.add(name);
  return std::move(out).finish();
}

std::int64_t event_count(const append_command& command) {
  std::size_t count = 0;
  for (const auto& append : command.streams) count += append.events.size();
  return static_cast<std::int64_t>(count);
}

digest to_digest(std::string_view bytes) {
  digest out;
  std::copy_n(bytes.begin(), std::min(bytes.size(), out.bytes.size()), out.bytes.begin());
  return out;
}

known_run to_run(const rows& r, int row) {
  known_run run;
  run.state = parse_run_state(r.bytes(row, 1));
  run.fence = r.number(row, 2);
  run.attempts = static_cast<int>(r.number(row, 3));
  run.lease_ended = r.number(row, 4) != 0;
  run.environment = r.bytes(row, 5);
  return run;
}

}  // namespace

std::string compressed_body(const delivery& from) { return compress(from.body, body_level); }

void send_deliveries(pipeline& line, std::string_view statement,
                     const std::map<delivery_key, const append_command*>& deliveries) {
  array sources(oid::text), keys(oid::text), digests(oid::bytea), headers(oid::text), bodies(oid::bytea),
      answers(oid::text), events(oid::int4);
  for (const auto& [key, command] : deliveries) {
    sources.add(key.first);
    keys.add(key.second);
    digests.add(as_bytes(command->from->body_sha256));
    headers.add(command->from->headers);
    bodies.add(compressed_body(*command->from));
    answers.add(command->from->answer);
    events.add(event_count(*command));
  }
  line.send(statement, {std::move(sources).finish(), std::move(keys).finish(), std::move(digests).finish(),
                        std::move(headers).finish(), std::move(bodies).finish(), std::move(answers).finish(),
                        std::move(events).finish()});
}

append_reads::append_reads(std::span<const append_command* const> commands) {
  for (const auto* command : commands) {
    if (command->from) deliveries_.emplace(delivery_key{command->from->source, command->from->key}, command);
    for (const auto& append : command->streams)
      added_[append.stream] += static_cast<std::int64_t>(append.events.size());
    if (command->claim) runs_.insert(command->claim->run);
    if (command->guard) runs_.insert(command->guard->run);
    for (const auto& move : command->moves) runs_.insert(move.run);
    for (const auto& run : command->runs)
      if (!run.environment.empty()) environments_.insert(run.environment);
    if (command->checkpoint) checkpoints_.insert(command->checkpoint->name);
    locks_head_ = locks_head_ || needs_environments(*command);
  }
}

void append_reads::send(pipeline& line) const {
  line.send("begin");
  line.send("open_batch");
  if (!deliveries_.empty()) send_deliveries(line, "add_deliveries", deliveries_);
  if (!added_.empty()) {
    array ids(oid::text), counts(oid::int8);
    for (const auto& [id, count] : added_) {
      ids.add(id);
      counts.add(count);
    }
    line.send("bump_streams", {std::move(ids).finish(), std::move(counts).finish()});
  }
  if (!runs_.empty()) line.send("lock_runs", {text_array(runs_)});
  if (!checkpoints_.empty()) line.send("lock_checkpoints", {text_array(checkpoints_)});
  if (locks_head_) {
    line.send("lock_head");
    line.send("open_environments", {text_array(environments_), text_array(runs_)});
  }
}

log_state append_reads::understand(const std::vector<rows>& answers) {
  log_state state;
  std::size_t next = 1;  // behind BEGIN
  const rows& opened = answers[next++];
  recorded_at_ = from_timestamptz(opened.number(0, 0));
  transaction_ = opened.bytes(0, 1);
  if (!deliveries_.empty()) {
    const rows& fresh = answers[next++];
    if (fresh.size() < static_cast<int>(deliveries_.size())) {
      std::set<delivery_key> inserted;
      for (int i = 0; i < fresh.size(); ++i) inserted.emplace(fresh.bytes(i, 0), fresh.bytes(i, 1));
      for (const auto& [key, command] : deliveries_)
        if (!inserted.contains(key)) replayed_.push_back(key);
    }
  }
  if (!added_.empty()) {
    const rows& versions = answers[next++];
    int row = 0;
    for (const auto& [id, count] : added_) {
      const auto version = versions.number(row++, 0);
      bumped_.emplace_hint(bumped_.end(), id, version);
      state.streams.emplace_hint(state.streams.end(), id, version - count);
    }
  }
  if (!runs_.empty()) {
    const rows& found = answers[next++];
    for (int i = 0; i < found.size(); ++i) state.runs.emplace(found.bytes(i, 0), to_run(found, i));
  }
  if (!checkpoints_.empty()) {
    const rows& found = answers[next++];
    int row = 0;
    for (const auto& name : checkpoints_) state.checkpoints.emplace(name, found.number(row++, 0));
  }
  if (locks_head_) {
    const rows& held = answers[++next];
    for (int i = 0; i < held.size(); ++i) state.environments.emplace(held.bytes(i, 0), held.bytes(i, 1));
  }
  return state;
}

result<std::map<delivery_key, known_delivery>> find_deliveries(pipeline& line,
                                                               const std::vector<delivery_key>& keys) {
  array sources(oid::text), names(oid::text);
  for (const auto& [source, key] : keys) {
    sources.add(source);
    names.add(key);
  }
  line.send("find_deliveries", {std::move(sources).finish(), std::move(names).finish()});
  auto answers = line.collect();
  if (!answers) return std::unexpected(std::move(answers.error()));
  std::map<delivery_key, known_delivery> found;
  const rows& r = answers->front();
  for (int i = 0; i < r.size(); ++i) {
    known_delivery known{to_digest(r.bytes(i, 2)), std::string(r.bytes(i, 3)),
                         r.is_null(i, 4) ? 0 : r.number(i, 4)};
    found.emplace(delivery_key{r.bytes(i, 0), r.bytes(i, 1)}, std::move(known));
  }
  return found;
}

}  // namespace eeveon::pg
