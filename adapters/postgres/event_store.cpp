#include "adapters/postgres/event_store.hpp"

#include <boost/asio/use_awaitable.hpp>

#include "adapters/blocking/pool.hpp"
#include "adapters/postgres/lazy_line.hpp"
#include "adapters/postgres/limits.hpp"
#include "adapters/postgres/log_looks.hpp"
#include "adapters/postgres/log_reader.hpp"
#include "adapters/postgres/log_tail.hpp"

namespace eeveon::pg {
namespace {

class postgres_event_store final : public event_store {
 public:
  postgres_event_store(std::string url, append_limits limits, asio::any_io_executor io,
                       commit_hook on_committed)
      : appender_(url, limits, io,
                  [tail = tail_, told = std::move(on_committed)](committed_batch batch) {
                    tail->keep(std::move(batch.events));
                    if (told) told(batch.position, std::move(batch.runs));
                  }),
        streams_(url, io),
        log_(io, 1, request_limit, [url] { return lazy_line(url); }),
        rows_(io, 1, request_limit, [url] { return lazy_line(url); }),
        looks_(io) {}

  asio::awaitable<result<append_outcome>> append(append_command command) override {
    return asio::async_initiate<const asio::use_awaitable_t<>, void(result<append_outcome>)>(
        [this](auto handler, append_command moved) { appender_.push(std::move(moved), std::move(handler)); },
        asio::use_awaitable, std::move(command));
  }

  asio::awaitable<events_result> read_stream(std::string stream, std::int64_t after) override {
    return asio::async_initiate<const asio::use_awaitable_t<>, void(events_result)>(
        [this](auto handler, std::string name, std::int64_t version) {
          streams_.push(std::move(name), version, std::move(handler));
        },
        asio::use_awaitable, std::move(stream), after);
  }

  asio::awaitable<events_result> read_log(std::int64_t after, int limit, log_filter filter) override {
    return log_.run([=, filter = std::move(filter)](lazy_line& line) {
      return line.ask([&](pipeline& p) { return pg::read_log(p, after, limit, filter); });
    });
  }

  asio::awaitable<events_result> follow_log(std::int64_t after, int limit) override {
    const auto asked = looks_.begun();
    do {
      if (auto near = tail_->following(after, limit); !near.empty()) co_return near;
      if (looks_.saw_no_more(after, asked)) co_return std::vector<recorded_event>{};
    } while (!co_await looks_.turn());
    co_return co_await looks_.take<events_result>(
        read_log(after, limit, {}), [this, after, limit](const events_result& read) {
          const bool to_the_end = read && std::ssize(*read) < limit;
          if (to_the_end) tail_->keep(*read);
          return to_the_end ? std::optional(read->empty() ? after : read->back().position) : std::nullopt;
        });
  }

  asio::awaitable<result<std::int64_t>> head() override {
    return rows_.run(probe_limit, [](lazy_line& line) { return line.ask(read_head); });
  }
  asio::awaitable<result<std::optional<std::string>>> document_body(digest id) override {
    return rows_.run(
        [id](lazy_line& line) { return line.ask([&](pipeline& p) { return read_document(p, id); }); });
  }
  asio::awaitable<result<std::int64_t>> checkpoint(std::string name) override {
    return rows_.run([name = std::move(name)](lazy_line& line) {
      return line.ask([&](pipeline& p) { return read_checkpoint(p, name); });
    });
  }

 private:
  const std::shared_ptr<log_tail> tail_ = std::make_shared<log_tail>();  // outlives hooks that are under way
  appender appender_;
  stream_reader streams_;
  blocking::pool<lazy_line> log_;
  blocking::pool<lazy_line> rows_;  // single rows, which wait behind no long search
  log_looks looks_;
};

}  // namespace

std::unique_ptr<event_store> make_event_store(std::string url, append_limits limits, asio::any_io_executor io,
                                              commit_hook on_committed) {
  return std::make_unique<postgres_event_store>(std::move(url), limits, std::move(io),
                                                std::move(on_committed));
}

}  // namespace eeveon::pg
