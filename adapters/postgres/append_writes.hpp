// The second flight of a batch: the winners' rows. Runs take an environment, or take it again, under the
// head's lock only (append_reads locks it first for them), so that no two transactions ever wait for one;
// events are numbered from the head.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "adapters/postgres/append_reads.hpp"
#include "adapters/postgres/append_transaction.hpp"
#include "adapters/postgres/binary.hpp"

namespace eeveon::pg {

class append_writes {
 public:
  // `versions`: of the streams before the batch; `after`: the state that judge left.
  append_writes(std::span<const append_command* const> commands, const std::vector<verdict>& verdicts,
                const append_reads& reads, std::map<std::string, std::int64_t> versions,
                const log_state& after);
  bool nothing() const { return winners_ == 0; }
  void send(pipeline& line);
  std::int64_t events() const { return events_; }
  const std::vector<std::int64_t>& versions() const { return written_; }  // of the events, in their order
  std::vector<std::string> offers() const;
  std::size_t head_answer() const { return head_answer_; }  // which answer holds the head's new position
  const commit_trace& trace() const { return trace_; }

 private:
  struct moved {
    run_state to = run_state::done;
    int uncounted = 0;
  };
  void add_events(const append_command& command, timestamp recorded_at);
  void add_runs(const append_command& command, std::int64_t first_place);
  void correct(std::span<const append_command* const> commands, const std::vector<verdict>& verdicts,
               const append_reads& reads, const log_state& after);
  void send_events(pipeline& line);
  void send_checkpoints(pipeline& line);
  void send_claims(pipeline& line);       // their fences are positions
  std::size_t send_runs(pipeline& line);  // how many statements

  std::size_t winners_ = 0;
  std::int64_t events_ = 0;
  std::vector<std::int64_t> written_;
  std::map<std::string, std::int64_t> versions_;  // per stream; moves with the winners' events
  array streams_{oid::text}, numbers_{oid::int8}, types_{oid::text}, schemas_{oid::int4}, actors_{oid::text},
      causations_{oid::int8}, correlations_{oid::uuid}, data_{oid::bytea}, deliveries_{oid::text},
      leaves_{oid::bytea};
  std::vector<const run_insert*> inserts_;
  std::vector<std::pair<const run_claim*, std::int64_t>> claims_;  // with the place of the claim's event
  std::map<std::string, moved> moves_;
  std::map<digest, const std::string*> documents_;
  std::map<std::string, std::int64_t> checkpoints_;
  std::vector<delivery_key> retracted_;
  std::map<std::string, std::int64_t> corrected_;  // streams that losers had bumped
  std::size_t head_answer_ = 0;
  commit_trace trace_;
};

}  // namespace eeveon::pg
