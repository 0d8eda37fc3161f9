// One batch in one transaction of two flights: lock and read, judge in memory, write and COMMIT. A batch that
// leaves nothing to judge takes the one flight of append_facts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "adapters/postgres/append_batch.hpp"
#include "adapters/postgres/pipeline.hpp"

namespace eeveon::pg {

// What a COMMIT without an answer is recognised by afterwards.
struct commit_trace {
  std::string transaction;  // xid8, binary; empty: by the deliveries of its commands, all of which have one
  std::string stream;       // of the first event; empty when the batch wrote none
  std::int64_t version = 0;
  std::string leaf;
};

struct batch_report {
  std::vector<result<append_outcome>> outcomes;  // one per command; positions final only after settle()
  std::int64_t events = 0;
  std::int64_t head = 0;               // position of the batch's last event, after settle()
  std::vector<std::string> offers;     // runs that may be taken now
  std::vector<std::int64_t> versions;  // of the events written, in their order
  timestamp recorded_at;               // of all of them
  std::optional<commit_trace> doubt;   // set: COMMIT was sent and its answer lost
  bool sent_again = false;             // its duplicates are what it has written itself

  // Turns places within the batch into positions.
  void settle(std::int64_t position_before_batch);
};

// Failure: nothing was written. errc::unavailable: no connection; errc::io: refused, `where` is its SQLSTATE.
result<batch_report> append_batch(pipeline& line, std::span<const append_command* const> commands);

// Is this about what a command carries, which no other time or server would take: data (22), constraints
// (23), sizes (54)?
bool is_about_a_command(const failure& why);

// The same in two flights whatever the batch holds.
result<batch_report> append_judged(pipeline& line, std::span<const append_command* const> commands);

enum class commit_fate { committed, aborted, undecided };
struct fate_report {
  commit_fate fate = commit_fate::undecided;
  std::int64_t first_position = 0;  // of a committed batch with events
};
// Asks, over a fresh connection, what became of a COMMIT. Undecided: ask again shortly.
result<fate_report> find_fate(pipeline& line, const commit_trace& trace);

// Completes a report in doubt, over a fresh connection. False: undecided, ask again shortly.
bool settle_doubt(pipeline& line, std::span<const append_command* const> commands, batch_report& report);

}  // namespace eeveon::pg
