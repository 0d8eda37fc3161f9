// Rows of the API that look back: deployments by filter, the audit, and what is counted of them.
#include "server/api/dora_count.hpp"
#include "server/api/rows.hpp"

namespace eeveon::api {
namespace {

constexpr described older{"after", "integer", "`next` of the page before."};
constexpr described from_time{"from", "string", "Only from this moment on, RFC 3339."};
constexpr described to_time{"to", "string", "Only before this moment, RFC 3339."};

}  // namespace

std::vector<http::route> history_rows(parts& with) {
  const auto call = [&with](api_handler handler) { return bind(with, handler); };
  const fields_of counted{
      {"project", "string", "Only of this project."},
      {"environment", "string", "Only of the environments of this name."},
      {"from", "string", "Deployments that ended from here on, RFC 3339; default: 30 days before `to`."},
      {"to", "string", "Deployments that ended before, RFC 3339; default: now."},
      {"bucket", "string", "day, week or auto."},
      min_position};
  fields_of listed{
      {"figure", "string",
       "lead_time, frequency, recovery, change_fail_rate, rework_rate, success_rate or durations: those "
       "that it counts (of a rate, its part); default: all."},
      {"in", "string", "A moment, RFC 3339: only the day or week of the figures that it belongs to."},
      {"after", "string", "`next` of the page before."},
      limit};
  listed.insert(listed.begin(), counted.begin(), counted.end());
  return {
      {.method = "GET",
       .pattern = "/api/v1/deployments",
       .summary = "Lists deployments, newest first; up to 10,000 as a file when Accept asks for text/csv or "
                  "application/x-ndjson (Eeveon-Next: where the next file begins). A page may be short of "
                  "`limit` while `next` leads on.",
       .serve = call(list_deployments),
       .query = {{"project", "string", "Only of this project."},
                 {"environment", "string", "Only of this environment."},
                 {"status", "string", "Only with this status."},
                 {"trigger", "string", "Only of this trigger: push, poll, release, manual or rollback."},
                 {"actor", "string", "Only what this one asked for."},
                 {"q", "string",
                  "Text in message, author, ref, id or note, or the beginning of the commit; A to Z of "
                  "either case."},
                 from_time,
                 to_time,
                 older,
                 limit,
                 min_position},
       .answers = {200, 400}},
      {.method = "GET",
       .pattern = "/api/v1/audit",
       .summary =
           "Tells who did what, when, why and from where, newest first; up to 10,000 rows as a file when "
           "Accept asks for text/csv or application/x-ndjson (Eeveon-Next: where the next file begins). "
           "A page may be short of `limit` while `next` leads on.",
       .serve = call(list_audit),
       .query = {{"actor", "string", "Only what this one did."},
                 {"type", "string", "Only these types of events, with commas between them."},
                 {"project", "string", "Only of this project, its repository included."},
                 {"environment", "string", "Only of the environments of this name."},
                 {"deployment", "string", "Only of this deployment."},
                 from_time,
                 to_time,
                 {"q", "string", "Text anywhere in an event, A to Z of either case."},
                 {"detail", "string", "all: steps, runs, queues and locks too."},
                 older,
                 limit,
                 min_position},
       .answers = {200, 400}},
      {.method = "GET",
       .pattern = "/api/v1/dora",
       .summary = "Counts deployments as dora.dev defines it, with the definitions beside the figures; the "
                  "buckets as a table when Accept asks for text/csv. by_environment has the buckets in which "
                  "anything ended, 10,000 in all at most: of the busiest environments, null for the others.",
       .serve = call(get_dora),
       .query = counted,
       .answers = {200, 400}},
      {.method = "GET",
       .pattern = "/api/v1/dora/deployments",
       .summary = "Lists the deployments behind a figure, the last that ended first, with what each counts "
                  "for; up to 10,000 as a file when Accept asks for text/csv or application/x-ndjson "
                  "(Eeveon-Next: where the next file begins).",
       .serve = call(list_dora_deployments),
       .query = std::move(listed),
       .answers = {200, 400}},
  };
}

}  // namespace eeveon::api
