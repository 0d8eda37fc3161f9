// The event log as the rest of the system sees it: append in one transaction, read in position order.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/failure.hpp"
#include "core/events/event.hpp"

namespace eeveon {

namespace asio = boost::asio;

// An outside ask with an id of its own: a webhook, or a command with an Idempotency-Key.
struct delivery {
  std::string source;  // "github/default", "api"
  std::string key;     // X-GitHub-Delivery, Idempotency-Key
  digest body_sha256;
  std::string headers;  // JSON object, never the signature
  std::string body;     // exact bytes
  std::string answer;   // what a replay is answered beside the position (JSON); may be empty
};

struct stream_append {
  std::string stream;
  std::optional<std::int64_t>
      expected;                   // version the decision was made on (0: must not exist); none: facts, any
  std::vector<new_event> events;  // at least one
};

// A row of `runs`, inserted as queued and offered to the workers after COMMIT.
struct run_insert {
  std::string id;           // run_…
  std::string subject;      // stream of its events: "deployment-dep_…" or "release-rel_…"
  std::string environment;  // "project/environment" holds the environment lock; empty for builds and no-ops
  std::string kind;         // "build", "deploy", "noop"
};

// Takes a queued run, or one whose lease has ended, for `owner`. Refused as conflict when neither holds.
// The command must carry exactly one stream append, whose first event is run_claimed: its position is the
// fence.
struct run_claim {
  std::string run;
  std::string owner;
  std::chrono::milliseconds lease{30000};
};

// The writer must still hold the run: checked on the locked row inside the transaction (errc::fenced).
struct run_guard {
  std::string run;
  std::int64_t fence = 0;
};

enum class run_state { queued, running, done, needs_attention };

// Moves a run in the same transaction: done and needs_attention free the environment, queued hands it back.
struct run_move {
  std::string run;
  run_state to = run_state::done;
  bool count_attempt = true;  // false: interrupted by shutdown
};

struct document {
  digest id;  // SHA-256 of body
  std::string body;
};

// Compare-and-set of a reader's checkpoint: errc::conflict when it is not at `from`.
struct checkpoint_move {
  std::string name;
  std::int64_t from = 0;
  std::int64_t to = 0;
};

// Everything that must become durable together, or not at all.
struct append_command {
  std::string actor;
  std::int64_t causation = 0;
  uuid correlation;
  std::optional<delivery> from;
  std::vector<stream_append> streams;
  std::vector<run_insert> runs;
  std::vector<document> documents;
  std::optional<run_claim> claim;
  std::optional<run_guard> guard;
  std::vector<run_move> moves;
  std::optional<checkpoint_move> checkpoint;
};

struct append_outcome {
  std::int64_t position = 0;  // of the last event written (or of the original, for a duplicate); 0 if none
  std::int64_t first_position = 0;  // of the first event written; the fence of a claim
  bool duplicate = false;           // the delivery was recorded before; nothing was written
  std::string answer;               // the stored answer of a duplicate
  int attempts = 0;                 // of a claim: how often this run has been claimed, this one included
};

struct log_filter {
  std::string stream{};         // exact; empty: all
  std::string type{};           // exact; empty: all
  std::string stream_prefix{};  // streams that begin so, as "project-"; beside it nothing else counts
  std::int64_t until = 0;       // with `type` alone: looks no further than this position; 0: to the end
};

class event_store {
 public:
  virtual ~event_store() = default;
  // Commits `command`, batched with whatever else is waiting. conflict: an expected version, a claim or the
  // checkpoint did not hold. duplicate_body: same delivery, other body. fenced: the guard. unavailable: not
  // committed and nothing written. An unknown COMMIT is resolved inside and never reported as such.
  virtual asio::awaitable<result<append_outcome>> append(append_command command) = 0;
  // Events of one stream after `version`, oldest first. An unknown stream is an empty list.
  virtual asio::awaitable<result<std::vector<recorded_event>>> read_stream(
      std::string stream, std::int64_t after_version = 0) = 0;
  // Up to `limit` events after `position` in position order. Without a filter a hole is errc::corrupt.
  virtual asio::awaitable<result<std::vector<recorded_event>>> read_log(std::int64_t after, int limit,
                                                                        log_filter filter = {}) = 0;
  // For those who follow the log: at least one event when there is one after `position`, but perhaps fewer
  // than there are, so that what is near needs no question.
  virtual asio::awaitable<result<std::vector<recorded_event>>> follow_log(std::int64_t after, int limit) {
    return read_log(after, limit);
  }
  virtual asio::awaitable<result<std::int64_t>> head() = 0;  // position of the newest event, 0 when empty
  virtual asio::awaitable<result<std::optional<std::string>>> document_body(digest id) = 0;
  virtual asio::awaitable<result<std::int64_t>> checkpoint(std::string name) = 0;  // 0 when unknown
};

}  // namespace eeveon
