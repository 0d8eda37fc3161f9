// The five figures of dora.dev over the deployments of some time.
#include "core/metrics/dora.hpp"

#include "core/base/csv.hpp"
#include "server/api/dora_count.hpp"
#include "server/api/export.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

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
  auto& buckets = out["buckets"];  // null: there was no room for them
  if (!one.buckets) return out;
  auto& list = buckets.emplace_array();
  for (const auto& bucket : *one.buckets) list.push_back(to_json(bucket));
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
            {"without_history", got.head_alone},
            {"histories_cut", got.histories_cut},
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

}  // namespace

asio::awaitable<http_reply> get_dora(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  auto counted = co_await count_asked(with, context.request);
  if (!counted) co_return http::problem(counted.error());
  const bool csv = accepts(context.request, "text/csv");
  auto body = co_await with.desk.run([counted = std::move(*counted), csv] {
    const auto got = count_dora(counted.judged, counted.asked);
    return csv ? buckets_as_csv(got) : json::serialize(to_json(got, counted.asked, counted.truncated));
  });
  auto reply = csv ? file_reply(list_form::csv, "dora", with.clock.now(), std::move(body), {})
                   : http::json_reply(200, std::move(body));
  co_return co_await projected(with, context, std::move(reply));
}

}  // namespace eeveon::api
