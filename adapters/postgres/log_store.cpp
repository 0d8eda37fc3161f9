#include "adapters/postgres/log_store.hpp"

#include "adapters/blocking/pool.hpp"
#include "adapters/postgres/compression.hpp"
#include "adapters/postgres/limits.hpp"
#include "adapters/postgres/parameters.hpp"
#include "adapters/postgres/session.hpp"

namespace eeveon::pg {
namespace {

constexpr int level = 3;

result<std::vector<log_chunk>> to_chunks(const pqxx::result& found) {
  std::vector<log_chunk> all;
  for (const auto& row : found) {
    auto& chunk = all.emplace_back();
    chunk.subject = row[0].as<std::string>();
    chunk.step = row[1].as<std::string>();
    chunk.attempt = row[2].as<int>();
    chunk.first_line = row[3].as<std::int64_t>();
    chunk.lines = row[4].as<std::int64_t>();
    const pqxx::binarystring packed(row[5]);
    auto text = expand({packed.get(), packed.size()});
    if (!text) return std::unexpected(std::move(text.error()));
    chunk.text = std::move(*text);
    chunk.fence = row[6].as<std::int64_t>();
    chunk.id = row[7].as<std::int64_t>();
    chunk.stored = {row[8].as<std::int64_t>()};
  }
  return all;
}

class postgres_log_store final : public log_store {
 public:
  postgres_log_store(std::string url, asio::any_io_executor io)
      : pool_(std::move(io), 1, request_limit, [url] { return session(url); }) {}

  asio::awaitable<result<timestamp>> write(std::vector<log_chunk> chunks, bool again) override {
    return pool_.run(labour_limit, [chunks = std::move(chunks), again](session& s) {
      array subjects(oid::text), steps(oid::text), attempts(oid::int4), firsts(oid::int8), counts(oid::int8),
          bodies(oid::bytea), fences(oid::int8);
      for (const auto& chunk : chunks) {
        subjects.add(chunk.subject);
        steps.add(chunk.step);
        attempts.add(std::int64_t{chunk.attempt});
        firsts.add(chunk.first_line);
        counts.add(chunk.lines);
        bodies.add(compress(chunk.text, level));
        fences.add(chunk.fence);
      }
      return s.run([&](pqxx::work& work) -> result<timestamp> {
        const auto stored =
            execute(work, "add_log_chunks", binary(std::move(subjects)), binary(std::move(steps)),
                    binary(std::move(attempts)), binary(std::move(firsts)), binary(std::move(counts)),
                    binary(std::move(bodies)), binary(std::move(fences)), again);
        return timestamp{stored[0][0].as<std::int64_t>()};
      });
    });
  }

  asio::awaitable<result<std::vector<log_chunk>>> read(log_extract what) override {
    return run("read_log_chunks", std::move(what));
  }
  asio::awaitable<result<std::vector<log_chunk>>> read_back(log_extract what) override {
    return run("read_log_back", std::move(what));
  }

  asio::awaitable<result<int>> drop_days(std::chrono::days age) override {
    return pool_.run(labour_limit, [=](session& s) {
      return s.run([&](pqxx::work& work) -> result<int> {
        return execute(work, "drop_old_logs", std::int64_t{age.count()})[0][1].as<int>();
      });
    });
  }

 private:
  asio::awaitable<result<std::vector<log_chunk>>> run(const char* statement, log_extract what) {
    return pool_.run([statement, what = std::move(what)](session& s) {
      return s.run([&](pqxx::work& work) {
        return to_chunks(
            execute(work, statement, what.subject, what.step, what.since.us, what.edge, what.most));
      });
    });
  }
  blocking::pool<session> pool_;
};

}  // namespace

std::unique_ptr<log_store> make_log_store(std::string url, asio::any_io_executor io) {
  return std::make_unique<postgres_log_store>(std::move(url), std::move(io));
}

}  // namespace eeveon::pg
