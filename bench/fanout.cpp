// One server's side of a fan-out: the product's listener and sockets, told the same messages at a given rate.
//
// bench_fanout PORT CLIENTS RATE SECONDS [GATHER_MS]
// GATHER_MS is the product's own when not given; 0: every message is a system call. Begins when CLIENTS are
// connected and prints one line of JSON at the end. A message is 16 hex digits of the monotonic clock in
// nanoseconds and padding up to 500 bytes.
#include <fmt/format.h>
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdlib>
#include <set>

#include "bench/machine.hpp"
#include "server/http/listener.hpp"

namespace {

using namespace eeveon;
using clock_type = std::chrono::steady_clock;

constexpr std::size_t message_size = 500;

struct nobody final : http::authenticator {
  asio::awaitable<result<http::actor>> identify(http::credentials) override {
    co_return fail(errc::unauthorized, "nobody");
  }
};

struct audience {
  std::set<websocket*> listeners;
};

asio::awaitable<void> listen_to(audience& all, std::shared_ptr<websocket> socket) {
  socket->on_behind([](std::size_t lost) { return make_message(fmt::format("behind {}", lost)); });
  all.listeners.insert(socket.get());
  co_await socket->run([](std::string_view) {});
  all.listeners.erase(socket.get());
}

asio::awaitable<void> tell(asio::io_context& io, audience& all, std::size_t clients, int rate, int seconds) {
  asio::steady_timer timer(io);
  while (all.listeners.size() < clients) {
    timer.expires_after(std::chrono::milliseconds(10));
    co_await timer.async_wait(asio::use_awaitable);
  }
  const auto begin = clock_type::now();
  const auto spent = bench::own_cpu_us();
  std::int64_t told = 0;
  const std::int64_t most = std::int64_t{rate} * seconds;
  for (; told < most; ++told) {
    timer.expires_at(begin + std::chrono::nanoseconds(told * 1'000'000'000 / rate));
    co_await timer.async_wait(asio::use_awaitable);
    auto text = fmt::format("{:016x}", clock_type::now().time_since_epoch().count());
    text.resize(message_size, '.');
    const auto message = make_message(text);
    for (auto* one : all.listeners) one->send(message);
  }
  timer.expires_after(std::chrono::milliseconds(50));
  co_await timer.async_wait(asio::use_awaitable);
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  fmt::print("{{\"messages\":{},\"cpu_us\":{},\"took_us\":{},\"rss_kib\":{},\"left\":{}}}\n", told,
             bench::own_cpu_us() - spent,
             std::chrono::duration_cast<std::chrono::microseconds>(clock_type::now() - begin).count(),
             used.ru_maxrss, all.listeners.size());
  io.stop();
}

}  // namespace

int main(int count, char** words) {
  if (count < 5) return fmt::print(stderr, "bench_fanout PORT CLIENTS RATE SECONDS [GATHER_MS]\n"), 2;
  const auto number = [&](int which) { return std::atoi(words[which]); };
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  asio::io_context io{1};
  nobody authority;
  audience all;
  http::route row{"GET", "/fan", http::access::anonymous, "", {}};
  row.serve_socket = [&all](std::shared_ptr<websocket> socket, http::request_context) {
    return listen_to(all, std::move(socket));
  };
  http::settings set{.port = static_cast<std::uint16_t>(number(1))};
  set.allowed.connections = set.allowed.connections_per_peer = 100'000;
  if (count > 5) set.gather = http::milliseconds(number(5));
  const auto ears = std::make_shared<http::listener>(io, set, http::router({row}), authority);
  if (!ears->open()) return 1;
  ears->start();
  asio::co_spawn(io, tell(io, all, static_cast<std::size_t>(number(2)), number(3), number(4)),
                 asio::detached);
  io.run();
}
