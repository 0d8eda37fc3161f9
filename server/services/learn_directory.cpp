#include "server/services/learn_directory.hpp"

namespace eeveon {

asio::awaitable<result<>> learn_directory(event_store& events, directory& known, std::int64_t until) {
  constexpr int page = 1000;
  for (const char* streams : {"project-", "node-"}) {
    std::int64_t after = 0;
    for (;;) {
      log_filter filter{.stream_prefix = streams};
      auto found = co_await events.read_log(after, page, std::move(filter));
      if (!found) co_return std::unexpected(found.error());
      for (const auto& event : *found)
        if (event.position <= until) known.apply(event);
      if (std::ssize(*found) < page) break;
      after = found->back().position;
    }
  }
  co_return result<>{};
}

}  // namespace eeveon
