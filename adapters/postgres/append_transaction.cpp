#include "adapters/postgres/append_transaction.hpp"

#include <algorithm>

#include "adapters/postgres/append_facts.hpp"
#include "adapters/postgres/append_reads.hpp"
#include "adapters/postgres/append_writes.hpp"
#include "adapters/postgres/binary.hpp"
#include "core/base/failpoint.hpp"

namespace eeveon::pg {
namespace {

// Makes the connection usable again; when that fails, it shows as a dead connection.
void roll_back(pipeline& line) {
  if (!line.alive()) return;
  line.send("rollback");
  static_cast<void>(line.collect());
}

void withdraw(batch_report& report) {
  for (auto& outcome : report.outcomes)
    if (outcome && !outcome->duplicate)
      outcome = fail(errc::unavailable, "PostgreSQL went away; nothing was written", "postgres");
  report.offers.clear();
  report.events = 0;
}

std::unexpected<failure> give_up(pipeline& line, failure& why) {
  roll_back(line);
  return std::unexpected(std::move(why));
}

}  // namespace

bool is_about_a_command(const failure& why) {
  return why.where.starts_with("22") || why.where.starts_with("23") || why.where.starts_with("54");
}

void batch_report::settle(std::int64_t before) {
  for (auto& outcome : outcomes) {
    if (!outcome || outcome->duplicate || outcome->position == 0) continue;
    outcome->position += before;
    outcome->first_position += before;
  }
  head = before + events;
}

result<batch_report> append_batch(pipeline& line, std::span<const append_command* const> commands) {
  constexpr std::string_view unique_violation = "23505";
  if (are_facts(commands) && !EEVEON_SEEDED_BUG("two_transactions")) {
    auto report = append_facts(line, commands);
    if (report || line.sqlstate() != unique_violation) return report;
  }
  return append_judged(line, commands);
}

result<batch_report> append_judged(pipeline& line, std::span<const append_command* const> commands) {
  append_reads reads(commands);
  reads.send(line);
  auto answers = line.collect();
  if (!answers) return give_up(line, answers.error());
  EEVEON_FAILPOINT("I6");
  log_state state = reads.understand(*answers);
  if (!reads.replayed().empty()) {
    auto known = find_deliveries(line, reads.replayed());
    if (!known) return give_up(line, known.error());
    state.replayed = std::move(*known);
  }
  auto versions = state.streams;
  auto verdicts = judge(commands, state);

  append_writes writes(commands, verdicts, reads, std::move(versions), state);
  batch_report report;
  for (auto& verdict : verdicts) report.outcomes.push_back(std::move(verdict.outcome));
  if (writes.nothing()) {
    roll_back(line);
    return report;
  }
  report.events = writes.events();
  report.offers = writes.offers();
  report.versions = writes.versions();
  report.recorded_at = reads.recorded_at();
  writes.send(line);
  EEVEON_FAILPOINT_WITH("I8", line.flush());
  line.send("commit");
  EEVEON_FAILPOINT_WITH("I9", line.flush());
  auto written = line.collect();
  if (written) {
    report.settle((*written)[writes.head_answer()].number(0, 0) - report.events);
    EEVEON_FAILPOINT("I10");
    return report;
  }
  if (line.alive()) return give_up(line, written.error());
  report.doubt = writes.trace();
  return report;
}

result<fate_report> find_fate(pipeline& line, const commit_trace& trace) {
  line.send("transaction_status", {trace.transaction});
  auto status = line.collect();
  if (!status) {
    // Crash recovery forgot a transaction whose number it has not given out again: it wrote nothing.
    if (line.sqlstate() == "22023") return fate_report{commit_fate::aborted, 0};
    return std::unexpected(std::move(status.error()));
  }
  const auto word = status->front().bytes(0, 0);
  if (word == "in progress") return fate_report{commit_fate::undecided, 0};
  if (word != "committed") return fate_report{commit_fate::aborted, 0};
  if (trace.stream.empty()) return fate_report{commit_fate::committed, 0};
  std::string version;
  put_int8(version, trace.version);
  line.send("find_event", {trace.stream, version, trace.leaf});
  auto found = line.collect();
  if (!found) return std::unexpected(std::move(found.error()));
  if (found->front().size() == 0) return fate_report{commit_fate::aborted, 0};
  return fate_report{commit_fate::committed, found->front().number(0, 0)};
}

bool settle_doubt(pipeline& line, std::span<const append_command* const> commands, batch_report& report) {
  if (report.doubt->transaction.empty()) {
    // The keys are waited for if that COMMIT is still under way, and are written if it never came.
    auto again = append_judged(line, commands);
    if (!again && !is_about_a_command(again.error())) return false;
    if (!again) return withdraw(report), true;  // what is refused now was refused then
    report = std::move(*again);
    report.sent_again = true;
    if (report.doubt) return false;
  } else {
    const auto fate = find_fate(line, *report.doubt);
    if (!fate || fate->fate == commit_fate::undecided) return false;
    if (fate->fate == commit_fate::committed) {
      report.settle(fate->first_position - 1);
    } else {
      withdraw(report);
    }
  }
  for (auto& outcome : report.outcomes) {
    if (!outcome || !report.sent_again) continue;
    outcome->duplicate = false;
    report.head = std::max(report.head, outcome->position);
  }
  return true;
}

}  // namespace eeveon::pg
