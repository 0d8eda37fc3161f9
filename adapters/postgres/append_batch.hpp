// The pure part of an append: which commands of a batch win, given what the transaction has locked and read.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ports/event_store.hpp"

namespace eeveon::pg {

using delivery_key = std::pair<std::string, std::string>;  // source, key

struct known_delivery {
  digest body_sha256;
  std::string answer;
  std::int64_t position = 0;
};

struct known_run {
  run_state state = run_state::queued;
  std::int64_t fence = 0;
  int attempts = 0;
  bool lease_ended = false;
  std::string environment;
};

// What the batch touches, as it stands under the transaction's locks; judge moves it on, command by command.
struct log_state {
  std::map<delivery_key, known_delivery> replayed;  // recorded before this batch
  std::map<std::string, std::int64_t> streams;      // version; 0: does not exist
  std::map<std::string, known_run> runs;
  std::map<std::string, std::int64_t> checkpoints;
  std::map<std::string, std::string> environments;  // those held, and the run that holds each
};

struct verdict {
  result<append_outcome> outcome;  // positions are places within the batch, 1-based, until COMMIT
  bool writes = false;             // false for losers and duplicates
};

// errc::invalid when the command's shape is wrong, whatever the log holds.
result<> check_shape(const append_command& command);

// Judges in order: each command sees what the winners before it did.
std::vector<verdict> judge(std::span<const append_command* const> commands, log_state& state);

// Does the batch insert runs or hand runs back, so that environments must be known?
bool needs_environments(const append_command& command);

run_state parse_run_state(std::string_view text);
const char* to_string(run_state state);

}  // namespace eeveon::pg
