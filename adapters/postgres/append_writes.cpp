#include "adapters/postgres/append_writes.hpp"

#include <algorithm>

#include "core/base/failpoint.hpp"
#include "core/events/leaf.hpp"

namespace eeveon::pg {

append_writes::append_writes(std::span<const append_command* const> commands,
                             const std::vector<verdict>& verdicts, const append_reads& reads,
                             std::map<std::string, std::int64_t> versions, const log_state& after)
    : versions_(std::move(versions)) {
  trace_.transaction = reads.transaction();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (!verdicts[i].writes) continue;
    ++winners_;
    add_events(*commands[i], reads.recorded_at());
    add_runs(*commands[i], verdicts[i].outcome->first_position);
    for (const auto& document : commands[i]->documents) documents_.emplace(document.id, &document.body);
    if (commands[i]->checkpoint)
      checkpoints_.insert_or_assign(commands[i]->checkpoint->name, commands[i]->checkpoint->to);
  }
  if (winners_ < commands.size()) correct(commands, verdicts, reads, after);
}

void append_writes::add_events(const append_command& command, timestamp recorded_at) {
  recorded_event event;
  event.actor = command.actor;
  event.recorded_at = recorded_at;
  if (command.from) event.delivery = command.from->source + '/' + command.from->key;
  const auto body = command.from ? std::optional(command.from->body_sha256) : std::nullopt;
  for (const auto& append : command.streams) {
    auto& version = versions_.at(append.stream);
    event.stream = append.stream;
    for (const auto& fresh : append.events) {
      event.version = ++version;
      written_.push_back(version);
      event.type = fresh.type;
      event.schema = fresh.schema;
      event.data = fresh.data;
      event.causation = fresh.causation != 0 ? fresh.causation : command.causation;
      event.correlation = fresh.correlation.is_nil() ? command.correlation : fresh.correlation;
      const digest leaf = leaf_hash(leaf_envelope(event, "default", body));
      streams_.add(event.stream);
      numbers_.add(event.version);
      types_.add(event.type);
      schemas_.add(event.schema);
      actors_.add(event.actor);
      causations_.add(event.causation);
      correlations_.add(std::string_view(reinterpret_cast<const char*>(event.correlation.bytes.data()), 16));
      data_.add(event.data);
      if (command.from)
        deliveries_.add(event.delivery);
      else
        deliveries_.add_null();
      leaves_.add(as_bytes(leaf));
      if (events_++ == 0) {
        trace_.stream = event.stream;
        trace_.version = event.version;
        trace_.leaf = as_bytes(leaf);
      }
    }
  }
}

void append_writes::add_runs(const append_command& command, std::int64_t first_place) {
  if (command.claim) claims_.emplace_back(&*command.claim, first_place);
  for (const auto& move : command.moves) {
    auto& final = moves_[move.run];
    final.to = move.to;
    final.uncounted += move.count_attempt ? 0 : 1;
  }
  for (const auto& run : command.runs) inserts_.push_back(&run);
}

void append_writes::correct(std::span<const append_command* const> commands,
                            const std::vector<verdict>& verdicts, const append_reads& reads,
                            const log_state& after) {
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (verdicts[i].writes || !commands[i]->from) continue;
    delivery_key key{commands[i]->from->source, commands[i]->from->key};
    if (!after.replayed.contains(key)) retracted_.push_back(std::move(key));
  }
  for (const auto& [stream, bumped] : reads.bumped())
    if (after.streams.at(stream) != bumped) corrected_.emplace(stream, after.streams.at(stream));
}

std::vector<std::string> append_writes::offers() const {
  std::vector<std::string> ids;
  for (const auto* run : inserts_) ids.push_back(run->id);
  for (const auto& [id, move] : moves_)
    if (move.to == run_state::queued) ids.push_back(id);
  return ids;
}

void append_writes::send(pipeline& line) {
  head_answer_ = 0;
  if (!retracted_.empty()) {
    array sources(oid::text), keys(oid::text);
    for (const auto& [source, key] : retracted_) {
      sources.add(source);
      keys.add(key);
    }
    line.send("retract_deliveries", {std::move(sources).finish(), std::move(keys).finish()});
    ++head_answer_;
  }
  if (!corrected_.empty()) {
    array ids(oid::text), versions(oid::int8);
    for (const auto& [id, version] : corrected_) {
      ids.add(id);
      versions.add(version);
    }
    const std::string id_array = std::move(ids).finish();
    line.send("set_streams", {id_array, std::move(versions).finish()});
    line.send("drop_empty_streams", {id_array});
    head_answer_ += 2;
  }
  // Everybody waits for the head until this batch is on the disk: what needs no position goes before it.
  const bool claims_first =
      std::ranges::any_of(claims_, [&](const auto& claim) { return moves_.contains(claim.first->run); });
  if (!claims_first) head_answer_ += send_runs(line);
  if (!checkpoints_.empty()) {
    send_checkpoints(line);
    ++head_answer_;
  }
  std::string count;
  put_int8(count, events_);
  line.send("move_head", {count});
  if (EEVEON_SEEDED_BUG("two_transactions")) {  // positions are given out for good before the events stand
    line.send("commit");
    line.send("begin");
  }
  if (events_ > 0) send_events(line);
  EEVEON_FAILPOINT_WITH("I7", line.flush());
  if (!claims_.empty()) send_claims(line);
  if (claims_first) send_runs(line);
  if (!documents_.empty()) {
    array ids(oid::bytea), bodies(oid::bytea);
    for (const auto& [id, body] : documents_) {
      ids.add(as_bytes(id));
      bodies.add(*body);
    }
    line.send("add_documents", {std::move(ids).finish(), std::move(bodies).finish()});
  }
}

void append_writes::send_events(pipeline& line) {
  std::string count;
  put_int8(count, events_);
  line.send("add_events",
            {count, std::move(streams_).finish(), std::move(numbers_).finish(), std::move(types_).finish(),
             std::move(schemas_).finish(), std::move(actors_).finish(), std::move(causations_).finish(),
             std::move(correlations_).finish(), std::move(data_).finish(), std::move(deliveries_).finish(),
             std::move(leaves_).finish()});
}

void append_writes::send_checkpoints(pipeline& line) {
  array names(oid::text), positions(oid::int8);
  for (const auto& [name, position] : checkpoints_) {
    names.add(name);
    positions.add(position);
  }
  line.send("move_checkpoints", {std::move(names).finish(), std::move(positions).finish()});
}

void append_writes::send_claims(pipeline& line) {
  std::string count;
  put_int8(count, events_);
  array ids(oid::text), owners(oid::text), leases(oid::int8), places(oid::int8);
  for (const auto& [claim, place] : claims_) {
    ids.add(claim->run);
    owners.add(claim->owner);
    leases.add(claim->lease.count());
    places.add(place);
  }
  line.send("claim_runs", {count, std::move(ids).finish(), std::move(owners).finish(),
                           std::move(leases).finish(), std::move(places).finish()});
}

std::size_t append_writes::send_runs(pipeline& line) {
  std::size_t sent = 0;
  if (!moves_.empty()) {
    array ids(oid::text), states(oid::text), uncounted(oid::int4);
    for (const auto& [id, move] : moves_) {
      ids.add(id);
      states.add(to_string(move.to));
      uncounted.add(move.uncounted);
    }
    line.send("move_runs",
              {std::move(ids).finish(), std::move(states).finish(), std::move(uncounted).finish()});
    ++sent;
  }
  if (!inserts_.empty()) {
    array ids(oid::text), subjects(oid::text), environments(oid::text), kinds(oid::text);
    for (const auto* run : inserts_) {
      ids.add(run->id);
      subjects.add(run->subject);
      environments.add(run->environment);
      kinds.add(run->kind);
    }
    line.send("add_runs", {std::move(ids).finish(), std::move(subjects).finish(),
                           std::move(environments).finish(), std::move(kinds).finish()});
    ++sent;
  }
  return sent;
}

}  // namespace eeveon::pg
