// What PostgreSQL takes by itself: rows of the same bytes into our own table `deliveries`, one COMMIT per
// batch, nothing else.
//
// bench_bare_insert URL POOL CONNECTIONS BATCH SECONDS    prints one line of JSON
#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "adapters/postgres/binary.hpp"
#include "core/base/embedded.hpp"

namespace eeveon::embedded {
std::span<const file> bare_insert();
}

namespace eeveon {
namespace {

using steady = std::chrono::steady_clock;

// The bytes of bench/sql/<name>.
std::string statement(std::string_view name) {
  for (const auto& file : embedded::bare_insert())
    if (file.path == name) return std::string(file.bytes);
  throw std::logic_error("no SQL statement is called " + std::string(name));
}

struct drop {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};

// The pool as bench/lab/load.py writes it: a length of four bytes, little endian, and as many bytes, again
// and again.
std::vector<std::string> load_pool(const char* path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::string> bodies;
  for (std::uint32_t size = 0; in.read(reinterpret_cast<char*>(&size), 4);)
    in.read(bodies.emplace_back(size, '\0').data(), size);
  if (bodies.empty()) throw std::runtime_error(std::string("no bodies in ") + path);
  return bodies;
}

struct writer {
  const std::vector<std::string>& bodies;
  int batch;
  std::unique_ptr<PGconn, drop> connection;
  std::mt19937_64 chance{std::random_device{}()};
  std::vector<double> times_us;

  writer(const char* url, const std::vector<std::string>& pool, int size)
      : bodies(pool), batch(size), connection(PQconnectdb(url)) {
    if (PQstatus(connection.get()) != CONNECTION_OK)
      throw std::runtime_error(PQerrorMessage(connection.get()));
    const std::unique_ptr<PGresult, drop> prepared(
        PQprepare(connection.get(), "insert",
                  statement(batch == 1 ? "insert_row.sql" : "insert_rows.sql").c_str(), 0, nullptr));
  }

  std::vector<std::string> one_row() {
    return {"github", fmt::format("{:016x}{:016x}", chance(), chance()), std::string(32, 'h'),
            R"({"x-github-event":"push"})", bodies[chance() % bodies.size()]};
  }

  std::vector<std::string> many_rows() {
    using pg::oid;
    pg::array columns[] = {pg::array(oid::text), pg::array(oid::text), pg::array(oid::bytea),
                           pg::array(oid::text), pg::array(oid::bytea)};
    for (int i = 0; i < batch; ++i) {
      const auto row = one_row();
      for (std::size_t c = 0; c < row.size(); ++c) columns[c].add(row[c]);
    }
    std::vector<std::string> out;
    for (auto& column : columns) out.push_back(std::move(column).finish());
    return out;
  }

  void write_until(const std::atomic<bool>& stop) {
    while (!stop) {
      const auto values = batch == 1 ? one_row() : many_rows();
      const char* pointers[5];
      int lengths[5], binary[] = {1, 1, 1, 1, 1};
      for (std::size_t i = 0; i < 5; ++i)
        pointers[i] = values[i].data(), lengths[i] = static_cast<int>(values[i].size());
      const auto begin = steady::now();
      const std::unique_ptr<PGresult, drop> done(
          PQexecPrepared(connection.get(), "insert", 5, pointers, lengths, binary, 1));
      if (PQntuples(done.get()) != batch) throw std::runtime_error(PQresultErrorMessage(done.get()));
      times_us.push_back(std::chrono::duration<double, std::micro>(steady::now() - begin).count());
    }
  }
};

void measure(char** argv) {
  const auto bodies = load_pool(argv[2]);
  const int batch = std::atoi(argv[4]);
  std::vector<std::unique_ptr<writer>> writers;
  for (int i = 0; i < std::atoi(argv[3]); ++i)
    writers.push_back(std::make_unique<writer>(argv[1], bodies, batch));
  std::atomic<bool> stop = false;
  const auto begin = steady::now();
  {
    std::vector<std::jthread> threads;
    for (auto& one : writers) threads.emplace_back([&one, &stop] { one->write_until(stop); });
    std::this_thread::sleep_for(std::chrono::duration<double>(std::atof(argv[5])));
    stop = true;
  }
  const double took = std::chrono::duration<double>(steady::now() - begin).count();
  std::vector<double> times;
  for (const auto& one : writers) times.insert(times.end(), one->times_us.begin(), one->times_us.end());
  std::ranges::sort(times);
  fmt::print("{{\"rows_per_s\":{:.0f},\"p50_us\":{:.0f},\"p99_us\":{:.0f}}}\n",
             static_cast<double>(times.size()) * batch / took, times[times.size() / 2],
             times[times.size() * 99 / 100]);
}

}  // namespace
}  // namespace eeveon

int main(int argc, char** argv) {
  if (argc != 6) {
    fmt::print(stderr, "bench_bare_insert URL POOL CONNECTIONS BATCH SECONDS\n");
    return 2;
  }
  try {
    eeveon::measure(argv);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_bare_insert: {}\n", error.what());
    return 1;
  }
}
