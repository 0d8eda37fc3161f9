#include "adapters/postgres/run_store.hpp"

#include "adapters/blocking/pool.hpp"
#include "adapters/postgres/lazy_line.hpp"
#include "adapters/postgres/limits.hpp"
#include "adapters/postgres/parameters.hpp"
#include "adapters/postgres/session.hpp"
#include "core/base/failpoint.hpp"

namespace eeveon::pg {
namespace {

std::vector<std::string> first_column(const pqxx::result& rows) {
  std::vector<std::string> out;
  for (const auto& row : rows) out.push_back(row[0].as<std::string>());
  return out;
}

run_row to_row(const pqxx::row& row) {
  run_row run;
  run.id = row[0].as<std::string>();
  run.subject = row[1].as<std::string>();
  run.environment = row[2].as<std::string>();
  run.kind = row[3].as<std::string>();
  run.state = row[4].as<std::string>();
  run.owner = row[5].as<std::string>();
  run.fence = row[6].as<std::int64_t>();
  run.attempts = row[7].as<int>();
  run.lease_left_ms = row[8].as<std::int64_t>();
  return run;
}

result<std::vector<run_row>> find_runs(pipeline& line, const std::string& ids) {
  line.send("find_runs", {ids});
  auto answers = line.collect();
  if (!answers) return std::unexpected(std::move(answers.error()));
  const rows& r = answers->front();
  std::vector<run_row> found;
  for (int i = 0; i < r.size(); ++i) {
    auto& run = found.emplace_back();
    run.id = r.bytes(i, 0), run.subject = r.bytes(i, 1), run.environment = r.bytes(i, 2),
    run.kind = r.bytes(i, 3);
    run.state = r.bytes(i, 4), run.owner = r.bytes(i, 5), run.fence = r.number(i, 6);
    run.attempts = static_cast<int>(r.number(i, 7));
    run.lease_left_ms = r.number(i, 8);
  }
  return found;
}

class postgres_run_store final : public run_store {
 public:
  postgres_run_store(std::string url, asio::any_io_executor io)
      : renewals_(io, 1, request_limit, [url] { return session(url); }),
        pool_(io, 1, request_limit, [url] { return session(url); }),
        reads_(io, 1, request_limit, [url] { return lazy_line(url); }) {}

  asio::awaitable<result<std::vector<std::string>>> renew(std::string owner, std::vector<std::string> runs,
                                                          std::chrono::milliseconds lease) override {
    return renewals_.run([=, runs = text_array(runs)](session& s) {
      return s.run([&](pqxx::work& work) -> result<std::vector<std::string>> {
        return first_column(
            execute(work, "renew_leases", owner, runs, static_cast<std::int64_t>(lease.count())));
      });
    });
  }

  asio::awaitable<result<int>> end_leases(std::string owner) override {
    return pool_.run([=](session& s) {
      return s.run([&](pqxx::work& work) -> result<int> {
        return static_cast<int>(execute(work, "end_leases", owner).affected_rows());
      });
    });
  }

  asio::awaitable<result<std::vector<std::string>>> sweep(std::chrono::milliseconds quiet,
                                                          int limit) override {
    return pool_.run([=](session& s) {
      auto swept = s.run([&](pqxx::work& work) -> result<std::vector<std::string>> {
        return first_column(execute(work, "sweep_runs", static_cast<std::int64_t>(quiet.count()), limit));
      });
      if (swept && !swept->empty()) EEVEON_FAILPOINT("R3");
      return swept;
    });
  }

  asio::awaitable<result<std::vector<run_row>>> list(bool only_open) override {
    return pool_.run([=](session& s) {
      return s.run([&](pqxx::work& work) -> result<std::vector<run_row>> {
        std::vector<run_row> all;
        for (const auto& row : execute(work, "list_runs", only_open)) all.push_back(to_row(row));
        return all;
      });
    });
  }

  asio::awaitable<result<std::vector<run_row>>> find(std::vector<std::string> runs) override {
    array ids(oid::text);
    for (const auto& run : runs) ids.add(run);
    return reads_.run([ids = std::move(ids).finish()](lazy_line& line) {
      return line.ask([&](pipeline& p) { return find_runs(p, ids); });
    });
  }

 private:
  blocking::pool<session> renewals_, pool_;
  blocking::pool<lazy_line> reads_;  // on the way of every run: one flight, no transaction around it
};

}  // namespace

std::unique_ptr<run_store> make_run_store(std::string url, asio::any_io_executor io) {
  return std::make_unique<postgres_run_store>(std::move(url), std::move(io));
}

}  // namespace eeveon::pg
