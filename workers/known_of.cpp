#include "workers/known_of.hpp"

namespace eeveon::workers {

asio::awaitable<result<directory>> known_of(event_store& events, std::vector<std::string> streams) {
  directory out;
  for (const auto& stream : streams) {
    const auto told = co_await events.read_stream(stream);
    if (!told) co_return std::unexpected(told.error());
    for (const auto& event : *told) out.apply(event);
  }
  co_return out;
}

}  // namespace eeveon::workers
