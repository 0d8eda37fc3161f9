#include "adapters/postgres/append_facts.hpp"

#include <algorithm>
#include <map>

#include "adapters/postgres/append_reads.hpp"
#include "adapters/postgres/binary.hpp"
#include "core/base/failpoint.hpp"
#include "core/events/leaf.hpp"

namespace eeveon::pg {
namespace {

bool is_fact(const append_command& command) {
  return command.from && !command.streams.empty() && command.runs.empty() && command.documents.empty() &&
         !command.claim && !command.guard && command.moves.empty() && !command.checkpoint &&
         std::ranges::none_of(command.streams,
                              [](const auto& append) { return append.expected.has_value(); });
}

std::string int4(std::int32_t value) {
  std::string out;
  put_int4(out, value);
  return out;
}
std::string int8(std::int64_t value) {
  std::string out;
  put_int8(out, value);
  return out;
}

recorded_event event_of(const append_command& command, const stream_append& append, const new_event& fresh) {
  recorded_event event{.stream = append.stream,
                       .type = fresh.type,
                       .schema = fresh.schema,
                       .actor = command.actor,
                       .causation = fresh.causation != 0 ? fresh.causation : command.causation,
                       .correlation = fresh.correlation.is_nil() ? command.correlation : fresh.correlation,
                       .data = fresh.data,
                       .delivery = command.from->source + '/' + command.from->key};
  return event;
}

// The columns of the batch's events. Versions are told backwards: by how many a stream's last one is ahead.
struct fact_columns {
  array streams{oid::text}, later{oid::int8}, types{oid::text}, schemas{oid::int4}, actors{oid::text},
      causations{oid::int8}, correlations{oid::uuid}, data{oid::bytea}, deliveries{oid::text},
      openings{oid::bytea}, middles{oid::bytea}, endings{oid::bytea};

  void add(const recorded_event& event, std::int64_t ahead, const digest& body_sha256) {
    auto pieces = cut_leaf_envelope(event, "default", body_sha256);
    streams.add(event.stream);
    later.add(ahead);
    types.add(event.type);
    schemas.add(event.schema);
    actors.add(event.actor);
    causations.add(event.causation);
    correlations.add(std::string_view(reinterpret_cast<const char*>(event.correlation.bytes.data()), 16));
    data.add(event.data);
    deliveries.add(event.delivery);
    openings.add(pieces.opening);
    middles.add(pieces.middle);
    endings.add(pieces.ending);
  }

  std::vector<std::string> finish(std::string count) && {
    return {std::move(count),
            std::move(streams).finish(),
            std::move(later).finish(),
            std::move(types).finish(),
            std::move(schemas).finish(),
            std::move(actors).finish(),
            std::move(causations).finish(),
            std::move(correlations).finish(),
            std::move(data).finish(),
            std::move(deliveries).finish(),
            std::move(openings).finish(),
            std::move(middles).finish(),
            std::move(endings).finish()};
  }
};

struct fact_batch {
  std::map<delivery_key, const append_command*> deliveries;
  std::map<std::string, std::int64_t> added;  // events per stream
  std::int64_t events = 0;
  batch_report report;

  explicit fact_batch(std::span<const append_command* const> commands) {
    for (const auto* command : commands) {
      deliveries.emplace(delivery_key{command->from->source, command->from->key}, command);
      auto& outcome = report.outcomes.emplace_back(append_outcome{}).value();
      outcome.first_position = events + 1;
      for (const auto& append : command->streams) {
        const auto count = static_cast<std::int64_t>(append.events.size());
        added[append.stream] += count;
        events += count;
      }
      outcome.position = events;
    }
    report.events = events;
  }

  void send(pipeline& line, std::span<const append_command* const> commands) const {
    send_deliveries(line, "add_new_deliveries", deliveries);
    array ids(oid::text), counts(oid::int8);
    for (const auto& [id, count] : added) {
      ids.add(id);
      counts.add(count);
    }
    line.send("bump_streams", {std::move(ids).finish(), std::move(counts).finish()});
    line.send("move_head", {int8(events)});
    line.send("add_facts", columns(commands).finish(int8(events)));
  }

  fact_columns columns(std::span<const append_command* const> commands) const {
    fact_columns out;
    auto left = added;
    for (const auto* command : commands)
      for (const auto& append : command->streams)
        for (const auto& fresh : append.events)
          out.add(event_of(*command, append, fresh), --left.at(append.stream), command->from->body_sha256);
    return out;
  }
};

// Most webhooks come alone, and then every statement counts.
void send_one_fact(pipeline& line, const append_command& command) {
  const auto& from = *command.from;
  auto event = event_of(command, command.streams[0], command.streams[0].events[0]);
  auto pieces = cut_leaf_envelope(event, "default", from.body_sha256);
  line.send("add_fact", {from.source, from.key, std::string(as_bytes(from.body_sha256)), from.headers,
                         compressed_body(from), from.answer, std::move(event.stream), std::move(event.type),
                         int4(event.schema), std::move(event.actor), int8(event.causation),
                         std::string(reinterpret_cast<const char*>(event.correlation.bytes.data()), 16),
                         std::move(event.data), std::move(event.delivery), std::move(pieces.opening),
                         std::move(pieces.middle), std::move(pieces.ending)});
}

}  // namespace

bool are_facts(std::span<const append_command* const> commands) {
  return std::ranges::all_of(commands, [](const auto* command) { return is_fact(*command); });
}

bool is_one_fact(std::span<const append_command* const> commands) {
  return commands.size() == 1 && is_fact(*commands[0]) && commands[0]->streams.size() == 1 &&
         commands[0]->streams[0].events.size() == 1;
}

// No BEGIN and no COMMIT: what stands before a Sync is one transaction.
result<batch_report> send_facts(pipeline& line, std::span<const append_command* const> commands) {
  if (!line.is_open())
    return fail(errc::unavailable, "the connection was closed; nothing was written", "postgres");
  fact_batch batch(commands);
  EEVEON_FAILPOINT("I6");
  if (is_one_fact(commands))
    send_one_fact(line, *commands[0]);
  else
    batch.send(line, commands);
  EEVEON_FAILPOINT_WITH("I7", line.flush());
  EEVEON_FAILPOINT_WITH("I8", line.flush());
  EEVEON_FAILPOINT_WITH("I9", line.sync());
  line.sync();
  return std::move(batch.report);
}

result<batch_report> land_facts(pipeline& line, batch_report report) {
  auto answers = line.collect();
  if (answers && line.confirmed()) {
    const rows& written = answers->back();
    for (int i = 0; i < written.size(); ++i) report.versions.push_back(written.number(i, 1));
    report.recorded_at = from_timestamptz(written.number(0, 2));
    report.settle(written.number(0, 0) - 1);
    EEVEON_FAILPOINT("I10");
    return report;
  }
  // Whatever is refused before the end of the flight has not been committed.
  if (!answers && line.alive() && answers.error().code != errc::unavailable)
    return std::unexpected(std::move(answers.error()));
  report.doubt = commit_trace{};
  return report;
}

result<batch_report> append_facts(pipeline& line, std::span<const append_command* const> commands) {
  auto sent = send_facts(line, commands);
  return sent ? land_facts(line, std::move(*sent)) : std::move(sent);
}

}  // namespace eeveon::pg
