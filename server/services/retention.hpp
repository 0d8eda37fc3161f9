// What is kept for a while only: bodies of deliveries, and output of steps. Events are kept for good.
#pragma once

#include "ports/delivery_log.hpp"
#include "ports/log_store.hpp"
#include "server/services/duties.hpp"

namespace eeveon {

inline constexpr std::chrono::hours bodies_kept = std::chrono::days(30);
inline constexpr std::chrono::days logs_kept{90};

struct retention_outcome {
  int bodies = 0;    // emptied
  int log_days = 0;  // dropped
};

// Small batches, so that nobody waits behind it.
asio::awaitable<result<retention_outcome>> apply_retention(delivery_log& deliveries, log_store& logs);
// The same every hour, until cancelled.
asio::awaitable<void> run_retention(delivery_log& deliveries, log_store& logs, duty& mine);

}  // namespace eeveon
