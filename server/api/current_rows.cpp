#include "server/api/current_rows.hpp"

#include <algorithm>

namespace eeveon::api {
namespace {

// `fresh` was taken before `stored` was read: nothing lies between them, and of a row in both the newer
// counts.
void lay_over(std::vector<view_row>& stored, std::vector<view_row> fresh) {
  for (auto& row : fresh) {
    const auto same = std::ranges::find(stored, row.key, &view_row::key);
    if (same == stored.end())
      stored.push_back(std::move(row));
    else if (same->position < row.position)
      *same = std::move(row);
  }
}

}  // namespace

asio::awaitable<result<std::vector<view_row>>> load_current(parts& with, std::string kind,
                                                            std::vector<std::string> keys) {
  auto fresh = with.picture.unstored(kind);
  std::erase_if(fresh, [&](const view_row& row) { return std::ranges::find(keys, row.key) == keys.end(); });
  auto rows = co_await with.models.load(std::move(kind), std::move(keys));
  if (!rows) co_return rows;
  lay_over(*rows, std::move(fresh));
  std::erase_if(*rows, [](const view_row& row) { return row.status == "removed"; });
  co_return rows;
}

asio::awaitable<result<std::vector<view_row>>> list_current(parts& with, view_filter filter) {
  auto fresh = with.picture.unstored(filter.kind);
  auto wider = filter;
  wider.limit += static_cast<int>(fresh.size());  // so many may turn out not to match any more
  auto rows = co_await with.models.list(std::move(wider));
  if (!rows || fresh.empty()) co_return rows;
  lay_over(*rows, std::move(fresh));
  std::erase_if(*rows, [&](const view_row& row) { return !filter.matches(row); });
  std::ranges::sort(*rows, std::greater{}, &view_row::sort);
  if (std::ssize(*rows) > filter.limit) rows->resize(static_cast<std::size_t>(filter.limit));
  co_return rows;
}

}  // namespace eeveon::api
