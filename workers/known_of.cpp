#include "workers/known_of.hpp"

namespace eeveon::workers {

asio::awaitable<result<>> known_streams::read(std::string stream) {
  const auto before = read_.find(stream);
  const auto told = co_await events_.read_stream(stream, before == read_.end() ? 0 : before->second);
  if (!told) co_return std::unexpected(told.error());
  for (const auto& event : *told) {
    auto& version = read_[stream];
    if (event.version <= version) continue;  // another has read it meanwhile
    version = event.version;
    known_.apply(event);
  }
  co_return result<>{};
}

}  // namespace eeveon::workers
