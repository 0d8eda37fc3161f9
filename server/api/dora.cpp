// The five figures of dora.dev over the deployments of some time.
#include "core/metrics/dora.hpp"

#include <array>

#include "core/base/csv.hpp"
#include "core/projections/rows.hpp"
#include "server/api/export.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;
// What was live before, and when what failed was mended, is looked for this far before and after the time.
constexpr std::int64_t around_us = 14 * day_us;
constexpr std::int64_t longest_us = 3660 * day_us;
constexpr int page = 5000, most_counted = 200'000;

std::int64_t us_of(const std::string& rfc3339) {
  const auto parsed = rfc3339.empty() ? std::nullopt : parse_rfc3339(rfc3339);
  return parsed ? parsed->us : 0;
}

delivered_change to_change(const deployment_row& row) {
  delivered_change out{.id = row.id,
                       .project = row.project,
                       .environment = row.environment,
                       .commit = row.commit,
                       .status = row.status,
                       .rolled_back_by = row.rolled_back_by,
                       .rollback = row.trigger == "rollback",
                       .switched = row.switched,
                       .started = us_of(row.started_at),
                       .finished = us_of(row.finished_at),
                       .undo = us_of(row.undo_at)};
  if (const auto made = us_of(row.authored_at); made != 0) out.committed.push_back(made);
  return out;
}

struct known_changes {
  std::vector<delivered_change> changes;
  bool truncated = false;
};

// Newest first, so that of too many the oldest are missing.
asio::awaitable<result<known_changes>> changes_around(parts& with, deployment_search search, timestamp from,
                                                      timestamp to) {
  auto first = co_await with.records.last_before({from.us - around_us});
  if (!first) co_return std::unexpected(first.error());
  auto last = co_await with.records.last_before({to.us + around_us});
  if (!last) co_return std::unexpected(last.error());
  search.after = *first, search.before = *last + 1;
  search.limit = search.stretch = page;
  known_changes out;
  do {
    auto found = co_await with.records.find_deployments(search);
    if (!found) co_return std::unexpected(found.error());
    search.before = found->looked_to;
    auto more = co_await with.desk.run([rows = std::move(found->rows)] {
      std::vector<delivered_change> read;
      read.reserve(rows.size());
      for (const auto& row : rows)
        if (const auto d = read_row<deployment_row>(row.body); d && !d->finished_at.empty())
          read.push_back(to_change(*d));
      return read;
    });
    std::ranges::move(more, std::back_inserter(out.changes));
    out.truncated = search.before != 0 && std::ssize(out.changes) >= most_counted;
  } while (search.before != 0 && !out.truncated);
  co_return out;
}

json::value or_null(const std::optional<std::int64_t>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}
json::value or_null(const std::optional<double>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}
json::object to_json(const spread& value) {
  return {{"median_ms", or_null(value.median_ms)}, {"p90_ms", or_null(value.p90_ms)}, {"count", value.count}};
}
void put(json::object& out, const outcomes& ended) {
  out["deployments"] = ended.deployments;
  out["succeeded"] = ended.succeeded;
  out["failed"] = ended.failed;
  out["rolled_back"] = ended.rolled_back;
  out["other"] = ended.other;
}

json::object to_json(const dora_bucket& one) {
  json::object out{{"from", to_rfc3339(one.from)}};
  put(out, one.ended);
  out["lead_time_median_ms"] = or_null(one.lead_time.median_ms);
  out["lead_time_p90_ms"] = or_null(one.lead_time.p90_ms);
  out["recovery_median_ms"] = or_null(one.recovery.median_ms);
  out["duration_median_ms"] = or_null(one.duration.median_ms);
  out["duration_p90_ms"] = or_null(one.duration.p90_ms);
  out["rework"] = one.rework;
  return out;
}

json::object to_json(const dora_place& one) {
  json::object out{{"project", one.project}, {"environment", one.environment}};
  put(out, one.ended);
  out["success_rate"] = or_null(one.ended.success_rate());
  out["duration_median_ms"] = or_null(one.duration.median_ms);
  out["lead_time_median_ms"] = or_null(one.lead_time.median_ms);
  return out;
}

json::object to_json(const dora_answer& got, const dora_question& asked, bool truncated) {
  auto recovery = to_json(got.recovery);
  recovery["open"] = got.open;
  json::object definitions;
  for (const auto& [name, meaning] : dora_definitions()) definitions[name] = meaning;
  json::array buckets, places, names;
  for (const auto& one : got.buckets) buckets.push_back(to_json(one));
  for (const auto& one : got.by_environment) {
    places.push_back(to_json(one));
    names.push_back(json::object{{"project", one.project}, {"environment", one.environment}});
  }
  return {{"from", to_rfc3339(asked.from)},
          {"to", to_rfc3339(asked.to)},
          {"bucket", got.weekly ? "week" : "day"},
          {"environments", std::move(names)},
          {"lead_time", to_json(got.lead_time)},
          {"frequency", {{"count", got.frequency}, {"per_day", got.per_day}}},
          {"recovery", std::move(recovery)},
          {"change_fail_rate",
           {{"failed", got.change_fail.part},
            {"of", got.change_fail.of},
            {"rate", or_null(got.change_fail.rate())}}},
          {"rework_rate",
           {{"rework", got.rework.part}, {"of", got.rework.of}, {"rate", or_null(got.rework.rate())}}},
          {"buckets", std::move(buckets)},
          {"durations",
           {{"median_ms", or_null(got.durations.median_ms)}, {"p90_ms", or_null(got.durations.p90_ms)}}},
          {"success_rate", or_null(got.ended.success_rate())},
          {"definitions", std::move(definitions)},
          {"by_environment", std::move(places)},
          {"flags",
           {{"negative_lead_times", got.negative_lead_times},
            {"unknown_commit_times", got.unknown_commit_times},
            {"truncated", truncated}}}};
}

std::string buckets_as_csv(const dora_answer& got) {
  std::string out;
  put_csv_row(out,
              {"from", "deployments", "succeeded", "failed", "rolled_back", "other", "lead_time_median_ms",
               "lead_time_p90_ms", "recovery_median_ms", "duration_median_ms", "duration_p90_ms", "rework"});
  const auto text = [](const auto& value) { return value ? std::to_string(*value) : std::string{}; };
  for (const auto& b : got.buckets)
    put_csv_row(out, {to_rfc3339(b.from), std::to_string(b.ended.deployments),
                      std::to_string(b.ended.succeeded), std::to_string(b.ended.failed),
                      std::to_string(b.ended.rolled_back), std::to_string(b.ended.other),
                      text(b.lead_time.median_ms), text(b.lead_time.p90_ms), text(b.recovery.median_ms),
                      text(b.duration.median_ms), text(b.duration.p90_ms), std::to_string(b.rework)});
  return out;
}

result<dora_question> question_in(const http_request& request, timestamp now) {
  static constexpr std::array<std::string_view, 3> sizes{"auto", "day", "week"};
  if (const auto known = check_one_of(request, "bucket", sizes); !known)
    return std::unexpected(known.error());
  const auto from = moment_in(request, "from"), to = moment_in(request, "to");
  if (!from) return std::unexpected(from.error());
  if (!to) return std::unexpected(to.error());
  using bucket = dora_question::bucket;
  const auto size = request.parameter("bucket").value_or("auto");
  dora_question out{.from = *from,
                    .to = to->us == 0 ? now : *to,
                    .size = size == "day"    ? bucket::day
                            : size == "week" ? bucket::week
                                             : bucket::automatic};
  if (out.from.us == 0) out.from.us = out.to.us - 30 * day_us;
  if (out.from >= out.to) return fail(errc::invalid, "must be before `to`", "from");
  if (out.to.us - out.from.us > longest_us)
    return fail(errc::invalid, "must be within ten years of `to`", "from");
  return out;
}

}  // namespace

asio::awaitable<http_reply> get_dora(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  const auto& request = context.request;
  const auto asked = question_in(request, with.clock.now());
  if (!asked) co_return http::problem(asked.error());
  deployment_search search{.project = request.parameter("project").value_or(""),
                           .environment = request.parameter("environment").value_or("")};
  auto known = co_await changes_around(with, std::move(search), asked->from, asked->to);
  if (!known) co_return http::problem(known.error());
  const bool csv = form_of(request) == list_form::csv;
  auto body = co_await with.desk.run([&known = *known, &asked = *asked, csv] {
    const auto got = count_dora(std::move(known.changes), asked);
    return csv ? buckets_as_csv(got) : json::serialize(to_json(got, asked, known.truncated));
  });
  auto reply = csv ? file_reply(list_form::csv, "dora", with.clock.now(), std::move(body), {})
                   : http::json_reply(200, std::move(body));
  co_return co_await projected(with, context, std::move(reply));
}

}  // namespace eeveon::api
