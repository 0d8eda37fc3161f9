#include "cli/up/main.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <iostream>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/sign_in_link.hpp"
#include "cli/terminal.hpp"
#include "cli/up/demo.hpp"
#include "cli/up/folder.hpp"
#include "cli/up/household.hpp"
#include "cli/up/postgres.hpp"
#include "cli/up/redis.hpp"
#include "cli/wiring.hpp"

namespace eeveon::up {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

// Waves of stopping: workers hand their runs back while everything else is still there.
constexpr int hands = 0, ears = 1;

struct place {
  options chosen;
  folder& data;
  household& house;
  std::string url;  // of the server, as a person on this machine reaches it
  database_urls database{};
  std::string redis{};
  std::string token{};
};

// "0.0.0.0:8080" is reached at 127.0.0.1. The port must be free: better told now than by a server that cannot
// start.
result<std::string> url_of(asio::any_io_executor io, const std::string& listen) {
  const auto colon = listen.rfind(':');
  boost::system::error_code error;
  auto host = listen.substr(0, std::min(colon, listen.size()));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
  const int port = colon == listen.npos ? 0 : std::atoi(listen.c_str() + colon + 1);
  if (error || port < 1 || port > 65535)
    return fail(errc::invalid, "must be an address and a port, as 127.0.0.1:8080", "--listen");
  asio::ip::tcp::acceptor probe(io);
  const asio::ip::tcp::endpoint here(address, static_cast<unsigned short>(port));
  probe.open(here.protocol());
  probe.set_option(asio::socket_base::reuse_address(true));
  probe.bind(here, error);
  if (!error) probe.listen(1, error);
  if (error)
    return fail(errc::invalid,
                fmt::format("{} cannot be listened on ({}): --listen names another", listen, error.message()),
                "--listen");
  const auto shown = !address.is_unspecified() ? address
                     : address.is_v6()         ? asio::ip::make_address("::1")
                                               : asio::ip::make_address("127.0.0.1");
  const auto name = shown.is_v6() ? "[" + shown.to_string() + "]" : shown.to_string();
  return fmt::format("http://{}:{}", name, port);
}

// "server-1", and longer where machines share a database, as every name must be unique there.
std::string process_name(const place& p, const char* what, int number) {
  if (p.chosen.database.empty()) return fmt::format("{}-{}", what, number);
  std::array<char, 65> host{};
  gethostname(host.data(), host.size() - 1);
  return fmt::format("{}-{}-{}-{}", host.data(), p.data.mark(), what, number);
}

asio::awaitable<result<>> find_servers(place& p) {
  if (p.chosen.redis.empty()) {
    auto url = start_redis(co_await asio::this_coro::executor, p.data, p.house);
    if (!url) co_return std::unexpected(url.error());
    p.redis = *url;
  } else {
    p.redis = p.chosen.redis;
  }
  if (p.chosen.database.empty()) {
    auto urls = co_await start_postgres(p.data, p.house);
    if (!urls) co_return std::unexpected(urls.error());
    p.database = *urls;
  } else {
    p.database = {p.chosen.database, p.chosen.database_admin};
  }
  co_return result<>{};
}

result<> prepare_database(const place& p) {
  if (!p.database.admin.empty())
    if (const auto applied = cli::migrate_database(p.database.admin); !applied)
      return std::unexpected(applied.error());
  auto warnings = cli::check_database(p.database.application);
  if (!warnings) return std::unexpected(warnings.error());
  for (const auto& warning : *warnings) cli::say(fmt::format("eeveon: warning: {}\n", warning));
  return {};
}

void end_lease_of(const place& p, const std::string& worker) {
  if (auto ended = cli::end_leases(p.database.application, worker); !ended)
    cli::say(fmt::format("eeveon: {}\n", ended.error().detail));
}

// Below the folder that holds the demo's repository, and whatever else the operator names, file: is accepted.
void add_file_roots(const place& p, std::vector<std::string>& argv) {
  argv.insert(argv.end(), {"--file-root", p.data.at("demo")});
  for (const auto& root : p.chosen.file_roots)
    argv.insert(argv.end(), {"--file-root", fs::absolute(root).lexically_normal()});
}

fs::path key_of(const place& p) { return p.data.at("worker") / "ssh" / "id_ed25519"; }

// What people type to come here, which may lead through a proxy.
const std::string& address_of(const place& p) {
  return p.chosen.public_url.empty() ? p.url : p.chosen.public_url;
}

void keep_server(place& p) {
  const auto& data = p.data;
  member server{
      .name = "server",
      .start = {.argv = {p.chosen.program, "server", "--database", p.database.application, "--redis", p.redis,
                         "--listen", p.chosen.listen, "--public-url", address_of(p), "--data",
                         data.at("server"), "--admin-token-file", data.at("admin-token"), "--hook-secret",
                         data.at("webhook-secret"), "--name", process_name(p, "server", 1)},
                .log = data.log_of("server"),
                .user = {}}};
  // The server reads repositories with the workers' key: only one has to be let in.
  server.start.argv.insert(server.start.argv.end(),
                           {"--ssh-key", key_of(p), "--git-credentials", data.at("git-credentials")});
  for (const auto& proxy : p.chosen.proxies)
    server.start.argv.insert(server.start.argv.end(), {"--proxy", proxy});
  add_file_roots(p, server.start.argv);
  server.wave = ears;
  server.hopeless = cli::wrong_usage;
  server.on_death = [&p] { p.data.unset_ready(); };
  p.house.keep(std::move(server));
}

void keep_workers(place& p) {
  for (int i = 1; i <= p.chosen.workers; ++i) {
    const auto name = process_name(p, "worker", i);
    end_lease_of(p, name);  // an earlier life of this worker is dead for certain: we hold the folder's lock
    member worker{.name = fmt::format("worker-{}", i),
                  .start = {.argv = {p.chosen.program, "worker", "--database", p.database.application,
                                     "--redis", p.redis, "--name", name, "--data", p.data.at("worker"),
                                     "--lease", p.chosen.lease, "--drain", "10s"},
                            .log = p.data.log_of(fmt::format("worker-{}", i)),
                            .user = {}}};
    worker.start.argv.insert(worker.start.argv.end(), {"--git-credentials", p.data.at("git-credentials")});
    add_file_roots(p, worker.start.argv);
    worker.wave = hands;
    worker.hopeless = cli::wrong_usage;
    worker.patience = std::chrono::seconds(20);
    worker.on_death = [&p, name] { end_lease_of(p, name); };
    p.house.keep(std::move(worker));
  }
}

// The key that workers log in to nodes with, and both they and the server to repositories; made early, so
// that its public half can be handed out before the first use.
asio::awaitable<result<>> make_key(const place& p) {
  const auto key = key_of(p);
  std::error_code error;
  if (fs::exists(key, error)) co_return result<>{};
  fs::create_directory(key.parent_path(), error);
  fs::permissions(key.parent_path(), fs::perms::owner_all, error);
  program_start keygen{.argv = {"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "eeveon", "-f", key},
                       .log = p.data.log_of("ssh-keygen"),
                       .user = {}};
  const auto code = co_await run_to_end(std::move(keygen));
  if (!code) co_return std::unexpected(code.error());
  if (*code != 0) co_return fail(errc::io, "ssh-keygen failed: " + tail_of(p.data.log_of("ssh-keygen")));
  co_return result<>{};
}

asio::awaitable<void> pause(std::chrono::milliseconds time) {
  asio::steady_timer timer(co_await asio::this_coro::executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<bool> answers(std::string url) {
  const auto client = cli::make_client();
  const auto answer = co_await client->send({.url = url + "/readyz", .timeout = std::chrono::seconds(2)});
  co_return answer && answer->status == 200;
}

asio::awaitable<result<>> wait_for_server(const place& p) {
  while (!co_await answers(p.url)) {
    if (auto why = p.house.given_up()) co_return std::unexpected(*why);
    if (p.house.deaths_in_a_row("server") >= 3)
      co_return fail(errc::io, "the server does not start:\n" + tail_of(p.data.log_of("server")));
    co_await pause(std::chrono::milliseconds(20));
  }
  co_return result<>{};
}

void greet(const place& p, cli::api& server) {
  const auto link = cli::sign_in_link(server).value_or("eeveon sign-in prints a link");
  std::cout << "dashboard  " << address_of(p) << "\nsign in    " << link << "\ndata       "
            << p.data.root().native() << "  (admin-token, webhook-secret, logs)\n";
  if (p.chosen.demo)
    std::cout << "demo       git clone " << (p.data.at("demo") / "repository.git").native() << '\n';
  std::cout << "Ctrl-C stops everything; the next `eeveon up` goes on where this one was." << std::endl;
}

// For ever: DIR/ready says whether the server answers. One slow answer on a busy machine is no outage.
asio::awaitable<result<>> watch(place& p) {
  for (int silent = 0;;) {
    co_await pause(std::chrono::milliseconds(500));
    if (auto why = p.house.given_up()) co_return std::unexpected(*why);
    silent = co_await answers(p.url) ? 0 : silent + 1;
    const bool ready = fs::exists(p.data.at("ready"));
    if (silent >= 3 && ready) p.data.unset_ready();
    if (silent > 0 || ready) continue;
    p.data.set_ready(p.url);
    if (p.chosen.demo)
      if (auto told = co_await tell_missed_push(p.chosen.program, p.data, p.url); !told) co_return told;
  }
}

// From nothing to serving.
asio::awaitable<result<>> live(place& p) {
  if (auto found = co_await find_servers(p); !found) co_return found;
  if (auto good = prepare_database(p); !good) co_return good;
  if (auto made = co_await make_key(p); !made) co_return made;
  keep_server(p);
  keep_workers(p);
  if (p.chosen.demo)
    if (auto prepared = co_await prepare_demo(p.chosen.program, p.data, p.house); !prepared)
      co_return prepared;
  if (auto up = co_await wait_for_server(p); !up) co_return up;
  auto server = cli::connect({.url = p.url, .token = p.token});
  if (p.chosen.demo) {
    if (auto applied = co_await open_demo(p.data, server); !applied) co_return applied;
    if (auto told = co_await tell_missed_push(p.chosen.program, p.data, p.url); !told) co_return told;
  }
  p.data.set_ready(p.url);
  greet(p, server);
  co_return co_await watch(p);
}

asio::awaitable<void> wait_for_signal() {
  asio::signal_set signals(co_await asio::this_coro::executor, SIGINT, SIGTERM, SIGHUP);
  co_await signals.async_wait(asio::use_awaitable);
}

asio::awaitable<int> whole_life(place& p) {
  const auto ending = co_await (live(p) || wait_for_signal());
  p.data.unset_ready();
  int code = cli::done;
  if (ending.index() == 0)
    code = cli::report(std::get<0>(ending).error());
  else
    cli::say("\neeveon: stopping (once more kills)\n");
  if (const auto stopped = co_await (p.house.stop() || wait_for_signal()); stopped.index() == 1) {
    p.house.kill_all();
    co_await p.house.stop();
  }
  std::error_code ignored;
  fs::remove_all(p.data.sockets(), ignored);
  co_return code;
}

}  // namespace

int run(options chosen) {
  asio::io_context io{1};
  const auto url = url_of(io.get_executor(), chosen.listen);
  // A folder that is there may tell that `up` runs on it already, which explains the address; one that is not
  // there need not be made only to be left behind.
  if (!url && !fs::exists(chosen.data)) return cli::report(url.error());
  auto data = folder::open(chosen.data);
  if (!data) return cli::report(data.error());
  if (!url) return cli::report(url.error());
  household house(io.get_executor());
  place p{.chosen = std::move(chosen), .data = **data, .house = house, .url = *url};
  const auto token = keep_secret(p.data.at("admin-token")), secret = keep_secret(p.data.at("webhook-secret"));
  for (const auto& kept : {token, secret})
    if (!kept) return cli::report(kept.error());
  p.token = *token;
  int code = cli::error;
  asio::co_spawn(io, whole_life(p), [&](std::exception_ptr thrown, int ended) {
    if (thrown) std::rethrow_exception(thrown);
    code = ended;
  });
  io.run();
  return code;
}

}  // namespace eeveon::up
