// The list of deployments: filtered in the database a stretch at a time, page by page or as one file.
#include <algorithm>
#include <array>
#include <chrono>

#include "core/base/csv.hpp"
#include "core/projections/rows.hpp"
#include "server/api/export.hpp"
#include "server/api/handlers.hpp"

namespace eeveon::api {
namespace {

constexpr std::array<std::string_view, 10> statuses{
    "pending_approval", "queued",    "running",    "succeeded", "failed",
    "rolled_back",      "cancelled", "superseded", "expired",   "needs_attention"};

// Longer than this nobody looks for rows that are rare: what was found is answered, and where to go on.
constexpr auto looking_time = std::chrono::milliseconds(1500);

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// Where a person would look: the store has only found the text somewhere.
bool says(const view_row& row, const std::string& text) {
  const auto read = read_row<deployment_row>(row.body);
  if (!read) return false;
  const auto& d = *read;
  return std::ranges::any_of(
             std::array{&d.message, &d.author, &d.ref, &d.id, &d.note},
             [&](const auto* field) { return lower(*field).find(text) != std::string::npos; }) ||
         d.commit.starts_with(text);
}

std::string csv_of(const std::vector<view_row>& rows) {
  std::string out;
  put_csv_row(out, {"id", "project", "environment", "status", "commit", "ref", "message", "author", "trigger",
                    "actor", "note", "reason", "requested_at", "started_at", "finished_at", "release",
                    "rollback_of", "rolled_back_by", "position"});
  for (const auto& row : rows)
    if (const auto d = read_row<deployment_row>(row.body))
      put_csv_row(out,
                  {d->id, d->project, d->environment, d->status, d->commit, d->ref, d->message, d->author,
                   d->trigger, d->actor, d->note, d->reason, d->requested_at, d->started_at, d->finished_at,
                   d->release, d->rollback_of, d->rolled_back_by, std::to_string(d->position)});
  return out;
}

std::string lines_of(const std::vector<view_row>& rows) {
  std::string out;
  for (const auto& row : rows) (out += row.body) += '\n';
  return out;
}

struct within {
  std::optional<timestamp> from, to;  // `to` exclusive
};

// Narrows a search to what was asked for within a time, by the positions of that time: a second more at
// either end, for clocks of batches differ.
asio::awaitable<result<>> narrow(parts& with, deployment_search& search, within time) {
  constexpr std::int64_t slack = 1'000'000;
  if (time.from) {
    auto at = co_await with.records.last_before({time.from->us - slack});
    if (!at) co_return std::unexpected(at.error());
    search.after = *at;
  }
  if (time.to) {
    auto at = co_await with.records.last_before({time.to->us + slack});
    if (!at) co_return std::unexpected(at.error());
    if (search.before == 0 || *at + 1 < search.before) search.before = *at + 1;
  }
  co_return result<>{};
}

struct found_rows {
  std::vector<view_row> rows;
  std::int64_t next = 0;  // 0: there is nothing below
};

bool is_within(const view_row& row, const std::string& from, const std::string& to) {
  const auto read = read_row<deployment_row>(row.body);
  return read && (from.empty() || read->requested_at >= from) && (to.empty() || read->requested_at < to);
}

asio::awaitable<result<found_rows>> find(parts& with, deployment_search search, int limit, within time) {
  const auto until = std::chrono::steady_clock::now() + looking_time;
  const auto text = lower(search.text);
  const auto first = time.from ? to_rfc3339(*time.from) : "", last = time.to ? to_rfc3339(*time.to) : "";
  // Where each row looked at is one of those found, none is looked at in vain.
  const bool every_one = search.trigger.empty() && search.actor.empty() && search.text.empty();
  found_rows out;
  do {
    search.limit = std::min(limit - static_cast<int>(out.rows.size()), 1000);
    if (every_one) search.stretch = search.limit;
    auto page = co_await with.records.find_deployments(search);
    if (!page) co_return std::unexpected(page.error());
    auto& rows = page->rows;
    // No more than a thousand at a time; an export parses each of its rows off this thread.
    const auto misses = [&](const view_row& row) {
      return (!text.empty() && !says(row, text)) || !is_within(row, first, last);
    };
    if (!text.empty() || !first.empty() || !last.empty()) {
      rows = co_await with.desk.run([rows = std::move(rows), &misses]() mutable {
        std::erase_if(rows, misses);
        return std::move(rows);
      });
    }
    std::ranges::move(rows, std::back_inserter(out.rows));
    out.next = search.before = page->looked_to;
  } while (out.next != 0 && std::ssize(out.rows) < limit && std::chrono::steady_clock::now() < until);
  co_return out;
}

}  // namespace

asio::awaitable<http_reply> list_deployments(parts& with, request_context context) {
  co_await wait_for_min_position(with, context);
  const auto& request = context.request;
  if (const auto known = check_one_of(request, "status", statuses); !known)
    co_return http::problem(known.error());
  const auto form = form_of(request);
  const bool whole = form != list_form::json;
  const auto limit = limit_of(request, whole ? most_exported : 50, whole ? most_exported : 500);
  const auto from = moment_in(request, "from"), to = moment_in(request, "to");
  if (!limit) co_return http::problem(limit.error());
  if (!from) co_return http::problem(from.error());
  if (!to) co_return http::problem(to.error());
  const auto after = older_than(request);
  if (!after) co_return http::problem(after.error());
  deployment_search search{.project = request.parameter("project").value_or(""),
                           .environment = request.parameter("environment").value_or(""),
                           .status = request.parameter("status").value_or(""),
                           .trigger = request.parameter("trigger").value_or(""),
                           .actor = request.parameter("actor").value_or(""),
                           .text = request.parameter("q").value_or(""),
                           .before = *after};
  if (search.text.size() > 200) co_return http::problem(400, "must be at most 200 bytes", "invalid", "q");
  if (auto narrowed = co_await narrow(with, search, {*from, *to}); !narrowed)
    co_return http::problem(narrowed.error());
  auto found = co_await find(with, std::move(search), *limit, {*from, *to});
  if (!found) co_return http::problem(found.error());
  const auto next = found->next == 0 ? std::string{} : std::to_string(found->next);
  http_reply reply;
  if (whole) {
    auto body = co_await with.desk.run(
        [&rows = found->rows, form] { return form == list_form::csv ? csv_of(rows) : lines_of(rows); });
    reply = file_reply(form, "deployments", with.clock.now(), std::move(body), next);
  } else {
    std::string list;
    for (const auto& row : found->rows) (list += list.empty() ? "" : ",") += row.body;
    reply = http::json_reply(200, "{\"deployments\":[" + list +
                                      "],\"next\":" + (next.empty() ? "null" : "\"" + next + "\"") + "}");
  }
  co_return co_await projected(with, context, std::move(reply));
}

}  // namespace eeveon::api
