#include "adapters/postgres/log_store.hpp"

#include "adapters/blocking/pool.hpp"
#include "adapters/postgres/compression.hpp"
#include "adapters/postgres/limits.hpp"
#include "adapters/postgres/parameters.hpp"
#include "adapters/postgres/session.hpp"

namespace eeveon::pg {
namespace {

constexpr int level = 3;

// Drops the lines up to and including `after` from the front of a chunk.
void skip_lines(log_chunk& chunk, std::int64_t after) {
  std::size_t at = 0;
  while (chunk.first_line <= after && chunk.lines > 0) {
    const auto end = chunk.text.find('\n', at);
    if (end == std::string::npos) break;
    at = end + 1;
    ++chunk.first_line;
    --chunk.lines;
  }
  chunk.text.erase(0, at);
}

result<std::vector<log_chunk>> to_chunks(const pqxx::result& found, std::int64_t after_line) {
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
    if (after_line > 0) skip_lines(chunk, after_line);
  }
  return all;
}

class postgres_log_store final : public log_store {
 public:
  postgres_log_store(std::string url, asio::any_io_executor io)
      : pool_(std::move(io), 1, request_limit, [url] { return session(url); }) {}

  asio::awaitable<result<>> write(std::vector<log_chunk> chunks, bool again) override {
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
      return s.run([&](pqxx::work& work) -> result<> {
        execute(work, "add_log_chunks", binary(std::move(subjects)), binary(std::move(steps)),
                binary(std::move(attempts)), binary(std::move(firsts)), binary(std::move(counts)),
                binary(std::move(bodies)), binary(std::move(fences)), again);
        return {};
      });
    });
  }

  asio::awaitable<result<std::vector<log_chunk>>> read(std::string subject, std::string step,
                                                       std::int64_t after_line, int limit) override {
    return pool_.run([=](session& s) {
      return s.run([&](pqxx::work& work) -> result<std::vector<log_chunk>> {
        return to_chunks(execute(work, "read_log_chunks", subject, step, after_line, limit),
                         step.empty() ? 0 : after_line);
      });
    });
  }

  asio::awaitable<result<std::vector<log_chunk>>> read_tail(std::string subject, std::string step,
                                                            std::int64_t lines) override {
    return pool_.run([=](session& s) {
      return s.run([&](pqxx::work& work) -> result<std::vector<log_chunk>> {
        auto chunks = to_chunks(execute(work, "read_log_tail", subject, step, lines), 0);
        if (!chunks || chunks->empty()) return chunks;
        std::int64_t surplus = -lines;
        for (const auto& chunk : *chunks) surplus += chunk.lines;
        auto& first = chunks->front();
        if (surplus > 0) skip_lines(first, first.first_line + surplus - 1);
        return chunks;
      });
    });
  }

  asio::awaitable<result<int>> drop_days(std::chrono::days age) override {
    return pool_.run(labour_limit, [=](session& s) {
      return s.run([&](pqxx::work& work) -> result<int> {
        return execute(work, "drop_old_logs", std::int64_t{age.count()})[0][1].as<int>();
      });
    });
  }

 private:
  blocking::pool<session> pool_;
};

}  // namespace

std::unique_ptr<log_store> make_log_store(std::string url, asio::any_io_executor io) {
  return std::make_unique<postgres_log_store>(std::move(url), std::move(io));
}

}  // namespace eeveon::pg
