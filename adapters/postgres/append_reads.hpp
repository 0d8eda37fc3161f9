// The first flight of a batch: everything it touches is locked in one order that holds for the whole system
// (deliveries, streams, runs, checkpoints, and the head only when environments must be known) and read.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "adapters/postgres/append_batch.hpp"
#include "adapters/postgres/pipeline.hpp"

namespace eeveon::pg {

class append_reads {
 public:
  explicit append_reads(std::span<const append_command* const> commands);
  void send(pipeline& line) const;
  // Parses the answers of send. Streams stand at their version before the batch, although the rows are bumped
  // already.
  log_state understand(const std::vector<rows>& answers);

  const std::vector<delivery_key>& replayed() const { return replayed_; }  // deliveries recorded before
  const std::map<std::string, std::int64_t>& bumped() const {
    return bumped_;
  }  // versions as the rows now say, losers included
  timestamp recorded_at() const { return recorded_at_; }
  const std::string& transaction() const { return transaction_; }

 private:
  std::map<delivery_key, const append_command*> deliveries_;
  std::map<std::string, std::int64_t> added_;  // events per stream, losers' included
  std::set<std::string> runs_, checkpoints_, environments_;
  bool locks_head_ = false;

  std::vector<delivery_key> replayed_;
  std::map<std::string, std::int64_t> bumped_;
  timestamp recorded_at_;
  std::string transaction_;
};

std::string compressed_body(const delivery& from);  // as `deliveries` keeps it

// Queues the insert of deliveries, in key order, by one of the statements that add them.
void send_deliveries(pipeline& line, std::string_view statement,
                     const std::map<delivery_key, const append_command*>& deliveries);

// Deliveries recorded earlier, with the position of their last event.
result<std::map<delivery_key, known_delivery>> find_deliveries(pipeline& line,
                                                               const std::vector<delivery_key>& keys);

}  // namespace eeveon::pg
