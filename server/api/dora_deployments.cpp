// The deployments behind a figure, newest first: page by page or as one file.
#include <algorithm>
#include <charconv>
#include <tuple>

#include "core/base/csv.hpp"
#include "server/api/dora_count.hpp"
#include "server/api/export.hpp"

namespace eeveon::api {
namespace {

struct list_question {
  std::string figure;           // empty: all
  std::optional<timestamp> in;  // only those of this bucket
  list_form form = list_form::json;
  int limit = 0;
  // Goes on below the one that ended then.
  std::int64_t below = 0;  // 0: from the newest
  std::string below_id;
};

// "<end in microseconds>-<id>", as `next` says.
result<> read_cursor(const http_request& request, list_question& into) {
  const auto text = request.parameter("after");
  if (!text) return {};
  const auto dash = text->find('-');
  const std::string_view digits = std::string_view(*text).substr(0, dash);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), into.below);
  if (dash == text->npos || read.ec != std::errc{} || read.ptr != digits.data() + digits.size() ||
      into.below <= 0 || dash + 1 == text->size())
    return fail(errc::invalid, "must be `next` of the page before", "after");
  into.below_id = text->substr(dash + 1);
  return {};
}

result<list_question> list_in(const http_request& request) {
  if (const auto known = check_one_of(request, "figure", dora_figures); !known)
    return std::unexpected(known.error());
  list_question out{.figure = request.parameter("figure").value_or(""), .form = form_of(request)};
  const bool whole = out.form != list_form::json;
  const auto limit = limit_of(request, whole ? most_exported : 50, whole ? most_exported : 500);
  if (!limit) return std::unexpected(limit.error());
  out.limit = *limit;
  const auto in = moment_in(request, "in");
  if (!in) return std::unexpected(in.error());
  out.in = *in;
  if (const auto read = read_cursor(request, out); !read) return std::unexpected(read.error());
  return out;
}

json::value span_or_null(const std::optional<std::int64_t>& us) {
  return us ? json::value(*us / 1000) : json::value(nullptr);
}
json::value moment_or_null(std::int64_t us) {
  return us == 0 ? json::value(nullptr) : json::value(to_rfc3339({us}));
}

json::object to_json(const judged_change& one) {
  const auto& change = one.of;
  const auto lead = spread_of(one.lead_times);
  return {{"id", change.id},
          {"project", change.project},
          {"environment", change.environment},
          {"commit", change.commit},
          {"message", change.message},
          {"status", change.status},
          {"started_at", moment_or_null(change.started)},
          {"ended_at", moment_or_null(change.finished)},
          {"live_at", moment_or_null(change.status == "succeeded" ? change.finished : 0)},
          {"changed", one.changed},
          {"commits", lead.count},
          {"lead_time_ms", lead.median_ms ? json::value(*lead.median_ms) : json::value(nullptr)},
          {"lead_time_from", lead.count > 0 ? json::value(to_text(change.lead_from)) : json::value(nullptr)},
          {"duration_ms", span_or_null(one.took)},
          {"failed", one.failed},
          {"recovered_after_ms", span_or_null(one.recovered)},
          {"open", one.open},
          {"rework", one.rework},
          {"rollback", change.rollback}};
}

using picked = std::vector<const judged_change*>;

// The cells are what the row says in JSON, under the same names.
std::string csv_of(const picked& rows) {
  std::string out;
  std::vector<std::string> cells;
  for (const auto& member : to_json(judged_change{})) cells.emplace_back(member.key());
  put_csv_row(out, cells);
  for (const auto* row : rows) {
    cells.clear();
    for (const auto& member : to_json(*row)) {
      const auto& value = member.value();
      cells.push_back(value.is_null()     ? std::string{}
                      : value.is_string() ? std::string(value.get_string())
                                          : json::serialize(value));
    }
    put_csv_row(out, cells);
  }
  return out;
}

std::string lines_of(const picked& rows) {
  std::string out;
  for (const auto* row : rows) (out += json::serialize(to_json(*row))) += '\n';
  return out;
}

struct page {
  std::string body, next;
};

page page_of(const dora_count& counted, const list_question& wanted) {
  const auto bucket = wanted.in ? bucket_of(*wanted.in, counted.asked) : timestamp{};
  picked found;
  for (const auto& one : counted.judged)
    if (is_behind(wanted.figure, one) &&
        (!wanted.in || bucket_of({one.of.finished}, counted.asked) == bucket) &&
        (wanted.below == 0 || std::tie(one.of.finished, one.of.id) < std::tie(wanted.below, wanted.below_id)))
      found.push_back(&one);
  std::ranges::sort(found, std::ranges::greater{},
                    [](const auto* one) { return std::tie(one->of.finished, one->of.id); });
  page out;
  if (std::ssize(found) > wanted.limit) {
    found.resize(static_cast<std::size_t>(wanted.limit));
    out.next = std::to_string(found.back()->of.finished) + "-" + found.back()->of.id;
  }
  if (wanted.form == list_form::csv)
    out.body = csv_of(found);
  else if (wanted.form == list_form::ndjson)
    out.body = lines_of(found);
  else {
    json::array rows;
    for (const auto* row : found) rows.push_back(to_json(*row));
    out.body = json::serialize(
        json::object{{"deployments", std::move(rows)},
                     {"next", out.next.empty() ? json::value(nullptr) : json::value(out.next)},
                     {"truncated", counted.truncated}});
  }
  return out;
}

}  // namespace

asio::awaitable<http_reply> list_dora_deployments(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  const auto wanted = list_in(context.request);
  if (!wanted) co_return http::problem(wanted.error());
  auto counted = co_await count_asked(with, context.request);
  if (!counted) co_return http::problem(counted.error());
  auto made = co_await with.desk.run(
      [counted = std::move(*counted), wanted = *wanted] { return page_of(counted, wanted); });
  auto reply =
      wanted->form == list_form::json
          ? http::json_reply(200, std::move(made.body))
          : file_reply(wanted->form, "dora-deployments", with.clock.now(), std::move(made.body), made.next);
  co_return co_await projected(with, context, std::move(reply));
}

}  // namespace eeveon::api
