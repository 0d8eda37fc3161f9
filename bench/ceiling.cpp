// What the append path allows by itself: the appender's own statements over a private PostgreSQL with fsync
// on, driven without HTTP, Redis or workers. Prints deliveries per second and the processor time each costs.
//
// bench_ceiling [seconds per run] [folder for the database] [JSON file]
#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "adapters/postgres/append_reads.hpp"
#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/schema.hpp"
#include "bench/machine.hpp"
#include "tests/support/postgres_fixture.hpp"

namespace eeveon {
namespace {

using steady = std::chrono::steady_clock;

struct run_plan {
  const char* name;
  int writers;
  std::size_t batch;
  int commands;  // of the pipeline per delivery: 1 = ingest only, 4 = request, claim and finish as well
};

// Push payloads as GitHub sends them, 6.5 to 9.2 KB.
std::vector<std::string> load_bodies() {
  std::vector<std::string> bodies;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(std::string(EEVEON_TEST_DATA) + "/github")) {
    if (!entry.is_regular_file() || entry.file_size() < 6500 || entry.file_size() > 9200) continue;
    std::ifstream file(entry.path());
    bodies.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return bodies;
}

struct figure {
  std::string name;
  double ours;
  std::string unit;
};
std::vector<figure> figures;

struct driver {
  asio::io_context io;
  std::unique_ptr<event_store> store;
  std::vector<std::string> bodies = load_bodies();
  steady::time_point end;
  std::int64_t done = 0;
  std::int64_t number = 0;
  std::string failed;
};

// An own body and id per delivery, so that nothing is a duplicate and nothing compresses across rows.
append_command make_delivery(driver& d) {
  const auto n = ++d.number;
  std::string body = d.bodies[static_cast<std::size_t>(n) % d.bodies.size()];
  const std::string mark = fmt::format("\"bench-{:012}\",", n);
  body.replace(1, 0, mark);
  append_command command;
  command.actor = "github";
  command.correlation = make_uuid_v7({n}, random_bytes(10));
  const std::string data = fmt::format(
      R"({{"repository":{},"ref":"refs/heads/main","before":"{:040x}","after":"{:040x}","pusher":"octocat","commits":3,"url":"https://github.com/acme/shop"}})",
      n % 64, n, n + 1);
  command.streams.push_back(
      {fmt::format("repo-github-{}", n % 64), std::nullopt, {{.type = "push_received", .data = data}}});
  command.from =
      delivery{"github/default", to_string(command.correlation),
               sha256(body),     R"({"x-github-event":"push","user-agent":"GitHub-Hookshot/abc123"})",
               std::move(body),  ""};
  return command;
}

append_command follow_up(const std::string& run, const char* type, std::optional<std::int64_t> expected) {
  append_command command;
  command.actor = "worker-1";
  command.streams.push_back(
      {"deployment-" + run,
       expected,
       {{.type = type,
         .data = fmt::format(R"({{"run":"{}","kind":"noop","detail":"nothing to do"}})", run)}}});
  return command;
}

asio::awaitable<bool> commit(driver& d, append_command command, append_outcome& outcome) {
  auto got = co_await d.store->append(std::move(command));
  if (!got) {
    d.failed = got.error().detail;
    co_return false;
  }
  outcome = *got;
  co_return true;
}

asio::awaitable<void> drive(driver& d, int commands) {
  append_outcome outcome;
  while (steady::now() < d.end && d.failed.empty()) {
    if (!co_await commit(d, make_delivery(d), outcome)) co_return;
    if (commands == 4) {
      const std::string run = make_id("run", make_uuid_v7({++d.number}, random_bytes(10)));
      auto request = follow_up(run, "deployment_requested", 0);
      request.causation = outcome.position;
      request.runs.push_back({run, "deployment-" + run, "", "noop"});
      if (!co_await commit(d, std::move(request), outcome)) co_return;
      auto claim = follow_up(run, "run_claimed", std::nullopt);
      claim.claim = run_claim{run, "worker-1"};
      if (!co_await commit(d, std::move(claim), outcome)) co_return;
      auto finish = follow_up(run, "run_finished", std::nullopt);
      finish.guard = run_guard{run, outcome.first_position};
      finish.moves.push_back({run, run_state::done});
      if (!co_await commit(d, std::move(finish), outcome)) co_return;
    }
    ++d.done;
  }
}

void measure(test::postgres_fixture& server, const run_plan& plan, int seconds) {
  server.truncate();
  driver d;
  pg::append_limits limits;
  limits.writers = plan.writers;
  limits.batch_commands = plan.batch;
  d.store = pg::make_event_store(server.url(), limits, d.io.get_executor(), {});
  if (d.bodies.empty()) throw std::runtime_error("no payloads of 6.5 to 9.2 KB below tests/data/github");
  const int callers = static_cast<int>(plan.batch) * plan.writers * 2;
  for (int i = 0; i < callers; ++i) asio::co_spawn(d.io, drive(d, plan.commands), asio::detached);
  const auto begin = steady::now();
  const auto own = bench::own_cpu_us(), servers = bench::tree_cpu_us(server.postmaster());
  d.end = begin + std::chrono::seconds(seconds);
  d.io.run();
  const double took = std::chrono::duration<double>(steady::now() - begin).count();
  if (!d.failed.empty()) throw std::runtime_error(d.failed);
  const auto per = [&](std::int64_t us) {
    return static_cast<double>(us) / static_cast<double>(std::max<std::int64_t>(1, d.done));
  };
  fmt::print("{:<10} {} x {:<4} {:>8.0f} webhooks/s   PostgreSQL {:>6.1f} us   appender {:>6.1f} us   each\n",
             plan.name, plan.writers, plan.batch, static_cast<double>(d.done) / took,
             per(bench::tree_cpu_us(server.postmaster()) - servers), per(bench::own_cpu_us() - own));
  std::fflush(stdout);
  figures.push_back({fmt::format("{} {}x{}", plan.name, plan.writers, plan.batch),
                     static_cast<double>(d.done) / took, "webhooks/s"});
}

// One caller: what a webhook waits for, beside the same row inserted bare.
void measure_latency(test::postgres_fixture& server, int seconds) {
  server.truncate();
  driver d;
  d.store = pg::make_event_store(server.url(), {}, d.io.get_executor(), {});
  asio::co_spawn(d.io, drive(d, 1), asio::detached);
  d.end = steady::now() + std::chrono::seconds(seconds);
  auto begin = steady::now();
  d.io.run();
  const double ours =
      std::chrono::duration<double, std::micro>(steady::now() - begin).count() / static_cast<double>(d.done);

  auto line = std::move(pg::pipeline::open(server.url()).value());
  begin = steady::now();
  std::int64_t rows = 0;
  for (; steady::now() - begin < std::chrono::seconds(seconds); ++rows) {
    const auto one = make_delivery(d);
    pg::send_deliveries(*line, "add_new_deliveries", {{{one.from->source, one.from->key}, &one}});
    if (auto done = line->collect(); !done) throw std::runtime_error(done.error().detail);
  }
  const double bare =
      std::chrono::duration<double, std::micro>(steady::now() - begin).count() / static_cast<double>(rows);
  fmt::print("latency    one caller {:>8.0f} us   bare insert {:>6.0f} us   ratio {:.2f}\n", ours, bare,
             ours / bare);
  figures.push_back({"latency of one caller", ours, "us"});
  figures.push_back({"latency of a bare insert", bare, "us"});
}

asio::awaitable<void> read_all(driver& d) {
  for (std::int64_t after = 0;;) {
    auto some = co_await d.store->read_log(after, 5000);
    if (!some) d.failed = some.error().detail;
    if (!some || some->empty()) co_return;
    after = some->back().position;
    d.done += static_cast<std::int64_t>(some->size());
  }
}

// The log that the run before left, read in position order as a rebuild does.
void measure_reading(test::postgres_fixture& server) {
  driver d;
  d.store = pg::make_event_store(server.url(), {}, d.io.get_executor(), {});
  const auto begin = steady::now();
  asio::co_spawn(d.io, read_all(d), asio::detached);
  d.io.run();
  if (!d.failed.empty()) throw std::runtime_error(d.failed);
  const double rate =
      static_cast<double>(d.done) / std::chrono::duration<double>(steady::now() - begin).count();
  fmt::print("read       {:>8.0f} events/s of {}\n", rate, d.done);
  figures.push_back({"read in order", rate, "events/s"});
}

void write_json(const char* path) {
  std::ofstream out(path);
  out << "[";
  for (std::size_t i = 0; i < figures.size(); ++i)
    out << fmt::format("{}{{\"name\":\"{}\",\"ours\":{:.1f},\"unit\":\"{}\"}}", i == 0 ? "" : ",\n ",
                       figures[i].name, figures[i].ours, figures[i].unit);
  out << "]\n";
}

}  // namespace
}  // namespace eeveon

int main(int argc, char** argv) {
  using namespace eeveon;
  try {
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 4;
    test::postgres_fixture server(argc > 2 ? argv[2] : "/var/tmp");
    if (auto ready = pg::migrate(server.admin_url()); !ready) throw std::runtime_error(ready.error().detail);
    const run_plan plans[] = {{"ingest", 1, 32, 1},  {"ingest", 1, 128, 1},   {"ingest", 2, 32, 1},
                              {"ingest", 2, 128, 1}, {"pipeline", 1, 128, 4}, {"pipeline", 2, 128, 4}};
    for (const auto& plan : plans) measure(server, plan, seconds);
    measure_reading(server);
    measure_latency(server, seconds);
    if (argc > 3) write_json(argv[3]);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_ceiling: {}\n", error.what());
    return 1;
  }
}
