#include "server/api/dora_count.hpp"

#include <array>

#include "core/metrics/delivered.hpp"
#include "core/projections/rows.hpp"
#include "server/api/changes.hpp"
#include "server/api/export.hpp"

namespace eeveon::api {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;
// What was live before, and when what failed was mended, is looked for this far before and after the time.
constexpr std::int64_t around_us = 14 * day_us;
constexpr std::int64_t longest_us = 3660 * day_us;
constexpr int page = 5000, most_counted = 200'000;
// Histories overlap: one tells of up to 250 commits, and with them of as many deployments.
constexpr std::size_t histories_at_once = 32, most_histories = 512;

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
                       .message = row.message,
                       .release = row.release,
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

// Finds which commits each deployment newly brought, as far as builds have noted it.
asio::awaitable<result<std::vector<delivered_change>>> with_commits(parts& with,
                                                                    std::vector<delivered_change> changes) {
  auto commits = co_await with.desk.run([changes = std::move(changes)]() mutable {
    return std::make_shared<delivered_commits>(std::move(changes));
  });
  for (std::size_t read = 0; read < most_histories;) {
    auto wanted = co_await with.desk.run([commits] { return commits->wanted(histories_at_once); });
    if (wanted.empty()) break;
    read += wanted.size();
    std::vector<std::string> documents;
    for (const auto& release : wanted) {
      auto noted = co_await history_document(with, release);
      if (!noted) co_return std::unexpected(noted.error());
      documents.push_back(std::move(*noted));
    }
    co_await with.desk.run([commits, wanted = std::move(wanted), documents = std::move(documents)] {
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto noted = parse_history(documents[i]);
        commits->note(wanted[i], noted ? &*noted : nullptr);
      }
      return true;
    });
  }
  co_return co_await with.desk.run([commits] { return commits->take(); });
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
  const auto end = to->value_or(now);
  dora_question out{.from = from->value_or(timestamp{end.us - 30 * day_us}),
                    .to = end,
                    .size = size == "day"    ? bucket::day
                            : size == "week" ? bucket::week
                                             : bucket::automatic};
  if (out.from >= out.to) return fail(errc::invalid, "must be before `to`", "from");
  if (out.to.us - out.from.us > longest_us)
    return fail(errc::invalid, "must be within ten years of `to`", "from");
  return out;
}

}  // namespace

asio::awaitable<result<dora_count>> count_asked(parts& with, const http_request& request) {
  const auto asked = question_in(request, with.clock.now());
  if (!asked) co_return std::unexpected(asked.error());
  deployment_search search{.project = request.parameter("project").value_or(""),
                           .environment = request.parameter("environment").value_or("")};
  auto known = co_await changes_around(with, std::move(search), asked->from, asked->to);
  if (!known) co_return std::unexpected(known.error());
  auto changes = co_await with_commits(with, std::move(known->changes));
  if (!changes) co_return std::unexpected(changes.error());
  auto judged = co_await with.desk.run([changes = std::move(*changes), question = *asked]() mutable {
    return judge_changes(std::move(changes), question);
  });
  co_return dora_count{*asked, std::move(judged), known->truncated};
}

}  // namespace eeveon::api
