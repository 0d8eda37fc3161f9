#include "adapters/postgres/past_store.hpp"

#include "adapters/blocking/pool.hpp"
#include "adapters/postgres/binary.hpp"
#include "adapters/postgres/compression.hpp"
#include "adapters/postgres/lazy_line.hpp"
#include "adapters/postgres/limits.hpp"
#include "adapters/postgres/log_reader.hpp"

namespace eeveon::pg {
namespace {

constexpr int level = 3;
constexpr unsigned long long largest = 1ULL << 30;

std::string int8(std::int64_t value) {
  std::string out;
  put_int8(out, value);
  return out;
}

std::string texts(const std::vector<std::string>& values) {
  array all(oid::text);
  for (const auto& value : values) all.add(value);
  return std::move(all).finish();
}

result<rows> one_answer(pipeline& line, std::string_view name, std::vector<std::string> parameters) {
  line.send(name, std::move(parameters));
  auto answers = line.collect();
  if (!answers) return std::unexpected(std::move(answers.error()));
  return std::move(answers->front());
}

moment to_moment(const rows& r, int row) { return {r.number(row, 0), from_timestamptz(r.number(row, 1))}; }

events_result to_events(rows found) {
  std::vector<recorded_event> events;
  events.reserve(static_cast<std::size_t>(found.size()));
  for (int i = 0; i < found.size(); ++i) events.push_back(event_in(found, i));
  return events;
}

class postgres_past_store final : public past_store {
 public:
  postgres_past_store(std::string url, asio::any_io_executor io)
      : pool_(std::move(io), 2, request_limit, [url] { return lazy_line(url); }) {}

  asio::awaitable<result<log_span>> span() override {
    return ask<log_span>("past_span", {}, [](rows found) -> result<log_span> {
      if (found.size() == 0) return log_span{};
      return log_span{to_moment(found, 0), to_moment(found, 1)};
    });
  }

  asio::awaitable<result<moment>> moment_of(std::int64_t position) override {
    return ask<moment>("past_moment", {int8(position)}, [](rows found) -> result<moment> {
      if (found.size() == 0) return fail(errc::not_found, "the log does not reach that far", "position");
      return to_moment(found, 0);
    });
  }

  asio::awaitable<result<moment>> last_before(std::string fold, timestamp time) override {
    return ask<moment>(
        "past_last_before", {std::move(fold), int8(to_timestamptz(time))},
        [](rows found) -> result<moment> { return found.size() == 0 ? moment{} : to_moment(found, 0); });
  }

  asio::awaitable<events_result> read(std::int64_t after, std::int64_t until,
                                      std::vector<std::string> types) override {
    return ask<std::vector<recorded_event>>("read_log_of_types", {int8(after), int8(until), texts(types)},
                                            to_events);
  }

  asio::awaitable<events_result> read_streams(std::vector<std::string> streams, std::int64_t until,
                                              std::vector<std::string> types) override {
    return ask<std::vector<recorded_event>>("read_streams_of_types",
                                            {texts(streams), int8(until), texts(types)}, to_events);
  }

  asio::awaitable<result<std::optional<fold_snapshot>>> snapshot(std::string fold, std::int64_t after,
                                                                 std::int64_t until) override {
    return ask<std::optional<fold_snapshot>>("find_snapshot", {std::move(fold), int8(after), int8(until)},
                                             [](rows found) -> result<std::optional<fold_snapshot>> {
                                               if (found.size() == 0) return std::nullopt;
                                               auto text = expand(found.bytes(0, 2), largest);
                                               if (!text) return std::unexpected(std::move(text.error()));
                                               return fold_snapshot{found.number(0, 0), found.number(0, 1),
                                                                    std::move(*text)};
                                             });
  }

  asio::awaitable<result<std::int64_t>> unbroken(std::string fold) override {
    return ask<std::int64_t>("unbroken_snapshots", {std::move(fold)},
                             [](rows found) -> result<std::int64_t> { return found.number(0, 0); });
  }

  asio::awaitable<result<>> keep(std::string fold, fold_snapshot made) override {
    return pool_.run(
        labour_limit, [fold = std::move(fold), made = std::move(made)](lazy_line& line) -> result<> {
          const auto body = compress(made.text, level);
          return done(line.ask([&](pipeline& p) {
            return one_answer(p, "keep_snapshot", {fold, int8(made.position), int8(made.previous), body});
          }));
        });
  }

  asio::awaitable<result<>> forget_after(std::string fold, std::int64_t position) override {
    return ask_rows("forget_snapshots_after", {std::move(fold), int8(position)}, [](rows) {});
  }
  asio::awaitable<result<>> forget_others(std::string fold) override {
    return ask_rows("forget_other_snapshots", {std::move(fold)}, [](rows) {});
  }

 private:
  static result<> done(result<rows> answer) {
    if (!answer) return std::unexpected(std::move(answer.error()));
    return {};
  }

  // `read` makes the answer of the rows, on the connection's thread.
  template <class Answer>
  asio::awaitable<result<Answer>> ask(std::string_view statement, std::vector<std::string> parameters,
                                      result<Answer> (*read)(rows)) {
    // Shared with a call that may outlast whoever waits for it.
    auto answer = std::make_shared<std::optional<result<Answer>>>();
    auto asked = co_await ask_rows(statement, std::move(parameters),
                                   [answer, read](rows found) { answer->emplace(read(std::move(found))); });
    if (!asked) co_return std::unexpected(std::move(asked.error()));
    co_return std::move(**answer);
  }

  // One way for all answers: the pool is made for each kind of call anew.
  asio::awaitable<result<>> ask_rows(std::string_view statement, std::vector<std::string> parameters,
                                     std::move_only_function<void(rows)> take) {
    return pool_.run([statement, parameters = std::move(parameters),
                      take = std::move(take)](lazy_line& line) mutable -> result<> {
      auto found = line.ask([&](pipeline& p) { return one_answer(p, statement, parameters); });
      if (!found) return std::unexpected(std::move(found.error()));
      take(std::move(*found));
      return {};
    });
  }

  blocking::pool<lazy_line> pool_;
};

}  // namespace

std::unique_ptr<past_store> make_past_store(std::string url, asio::any_io_executor io) {
  return std::make_unique<postgres_past_store>(std::move(url), std::move(io));
}

}  // namespace eeveon::pg
