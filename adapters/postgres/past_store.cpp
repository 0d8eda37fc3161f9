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

events_result to_events(result<rows> found) {
  if (!found) return std::unexpected(std::move(found.error()));
  std::vector<recorded_event> events;
  events.reserve(static_cast<std::size_t>(found->size()));
  for (int i = 0; i < found->size(); ++i) events.push_back(event_in(*found, i));
  return events;
}

class postgres_past_store final : public past_store {
 public:
  postgres_past_store(std::string url, asio::any_io_executor io)
      : pool_(std::move(io), 2, request_limit, [url] { return lazy_line(url); }) {}

  asio::awaitable<result<log_span>> span() override {
    return ask("past_span", {}, [](result<rows> found) -> result<log_span> {
      if (!found) return std::unexpected(std::move(found.error()));
      if (found->size() == 0) return log_span{};
      return log_span{to_moment(*found, 0), to_moment(*found, 1)};
    });
  }

  asio::awaitable<result<moment>> moment_of(std::int64_t position) override {
    return ask("past_moment", {int8(position)}, [](result<rows> found) -> result<moment> {
      if (!found) return std::unexpected(std::move(found.error()));
      if (found->size() == 0) return fail(errc::not_found, "the log does not reach that far", "position");
      return to_moment(*found, 0);
    });
  }

  asio::awaitable<result<moment>> last_before(std::string fold, timestamp time) override {
    return ask("past_last_before", {std::move(fold), int8(to_timestamptz(time))},
               [](result<rows> found) -> result<moment> {
                 if (!found) return std::unexpected(std::move(found.error()));
                 return found->size() == 0 ? moment{} : to_moment(*found, 0);
               });
  }

  asio::awaitable<events_result> read(std::int64_t after, std::int64_t until,
                                      std::vector<std::string> types) override {
    return ask("read_log_of_types", {int8(after), int8(until), texts(types)}, to_events);
  }

  asio::awaitable<events_result> read_streams(std::vector<std::string> streams, std::int64_t until,
                                              std::vector<std::string> types) override {
    return ask("read_streams_of_types", {texts(streams), int8(until), texts(types)}, to_events);
  }

  asio::awaitable<result<std::optional<fold_snapshot>>> snapshot(std::string fold, std::int64_t after,
                                                                 std::int64_t until) override {
    return ask("find_snapshot", {std::move(fold), int8(after), int8(until)},
               [](result<rows> found) -> result<std::optional<fold_snapshot>> {
                 if (!found) return std::unexpected(std::move(found.error()));
                 if (found->size() == 0) return std::nullopt;
                 auto text = expand(found->bytes(0, 2), largest);
                 if (!text) return std::unexpected(std::move(text.error()));
                 return fold_snapshot{found->number(0, 0), found->number(0, 1), std::move(*text)};
               });
  }

  asio::awaitable<result<std::int64_t>> unbroken(std::string fold) override {
    return ask("unbroken_snapshots", {std::move(fold)}, [](result<rows> found) -> result<std::int64_t> {
      if (!found) return std::unexpected(std::move(found.error()));
      return found->number(0, 0);
    });
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
    return ask("forget_snapshots_after", {std::move(fold), int8(position)}, done);
  }
  asio::awaitable<result<>> forget_others(std::string fold) override {
    return ask("forget_other_snapshots", {std::move(fold)}, done);
  }

 private:
  static result<> done(result<rows> answer) {
    if (!answer) return std::unexpected(std::move(answer.error()));
    return {};
  }

  // `read` makes the answer of the rows, on the connection's thread.
  template <class Read>
  auto ask(std::string_view statement, std::vector<std::string> parameters, Read read)
      -> asio::awaitable<std::invoke_result_t<Read&, result<rows>>> {
    return pool_.run([statement, parameters = std::move(parameters), read](lazy_line& line) {
      return read(line.ask([&](pipeline& p) { return one_answer(p, statement, parameters); }));
    });
  }

  blocking::pool<lazy_line> pool_;
};

}  // namespace

std::unique_ptr<past_store> make_past_store(std::string url, asio::any_io_executor io) {
  return std::make_unique<postgres_past_store>(std::move(url), std::move(io));
}

}  // namespace eeveon::pg
