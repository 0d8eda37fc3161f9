#include "server/services/retention.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace eeveon {

asio::awaitable<result<retention_outcome>> apply_retention(delivery_log& deliveries, log_store& logs) {
  constexpr int batch = 500;
  retention_outcome out;
  for (int emptied = batch; emptied == batch;) {
    auto done = co_await deliveries.empty_bodies(bodies_kept, batch);
    if (!done) co_return std::unexpected(done.error());
    out.bodies += emptied = *done;
  }
  auto dropped = co_await logs.drop_days(logs_kept);
  if (!dropped) co_return std::unexpected(dropped.error());
  out.log_days = *dropped;
  co_return out;
}

asio::awaitable<void> run_retention(delivery_log& deliveries, log_store& logs, duty& mine) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(std::chrono::hours(1));
    co_await timer.async_wait(asio::use_awaitable);
    if (!mine.held()) continue;
    if (auto done = co_await apply_retention(deliveries, logs); !done)
      spdlog::warn("retention: {}", done.error().detail);
  }
}

}  // namespace eeveon
