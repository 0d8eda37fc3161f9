// How those are answered who wait for the appender.
#include <boost/asio/post.hpp>
#include <utility>

#include "adapters/postgres/appender.hpp"
#include "core/base/failpoint.hpp"

namespace eeveon::pg {
namespace {

const failure in_doubt{
    errc::unavailable,
    "PostgreSQL went away while this was written; sent again with the same id it is there once", "postgres"};

}  // namespace

// A command with an id may be sent again at no risk, so its sender need not wait for PostgreSQL's return.
void appender::tell_doubt(batch& taken) {
  for (auto& one : taken)
    if (one.command.from && one.handler)
      asio::post(io_, [handler = std::exchange(one.handler, nullptr)]() mutable {
        handler(std::unexpected(in_doubt));
      });
}

void appender::deliver(batch taken, batch_report report) {
  EEVEON_FAILPOINT("R1");
  committed_batch done{events_of(taken, report), report.head, std::move(report.offers)};
  asio::post(io_, [taken = std::move(taken), outcomes = std::move(report.outcomes), done = std::move(done),
                   hook = on_committed_]() mutable {
    for (std::size_t i = 0; i < taken.size(); ++i)
      if (taken[i].handler) taken[i].handler(std::move(outcomes[i]));
    if (*hook && (done.position > 0 || !done.runs.empty())) (*hook)(std::move(done));
    EEVEON_FAILPOINT("R2");
  });
}

// Empties the commands of what the log keeps of them.
std::vector<recorded_event> appender::events_of(batch& taken, const batch_report& report) {
  std::vector<recorded_event> events;
  if (report.events == 0 || report.head == 0) return events;
  const auto first = report.head - report.events + 1;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    auto& command = taken[i].command;
    const auto& outcome = report.outcomes[i];
    if (!outcome || outcome->first_position < first) continue;
    for (auto& append : command.streams) {
      for (auto& fresh : append.events) {
        const auto place = events.size();
        events.push_back({.position = first + static_cast<std::int64_t>(place),
                          .stream = append.stream,
                          .version = report.versions[place],
                          .type = std::move(fresh.type),
                          .schema = fresh.schema,
                          .actor = command.actor,
                          .causation = fresh.causation != 0 ? fresh.causation : command.causation,
                          .correlation = fresh.correlation.is_nil() ? command.correlation : fresh.correlation,
                          .recorded_at = report.recorded_at,
                          .data = std::move(fresh.data),
                          .delivery = command.from ? command.from->source + '/' + command.from->key : ""});
      }
    }
  }
  return events;
}

void appender::refuse(batch taken, const failure& why) {
  if (taken.empty()) return;
  asio::post(io_, [taken = std::move(taken), why]() mutable {
    for (auto& one : taken) one.handler(std::unexpected(why));
  });
}

}  // namespace eeveon::pg
