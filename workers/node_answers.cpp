#include "workers/node_answers.hpp"

namespace eeveon::workers {

node_answers::node_answers(event_store& events, doorbell& bell, const std::string& worker,
                           asio::any_io_executor io, kind what)
    : bell_(bell),
      what_(std::move(what)),
      known_(events),
      asked_(std::move(io), worker, what_.most_waiting,
             [this](node_question asked) { return answer(std::move(asked)); }) {}

asio::awaitable<void> node_answers::answer(node_question asked) {
  auto told = co_await what_.answer(std::move(asked), known_);
  if (!told.empty()) (void)co_await bell_.announce(std::string(what_.channel), std::move(told));
}

}  // namespace eeveon::workers
