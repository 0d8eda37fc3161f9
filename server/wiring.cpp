#include "server/wiring.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <thread>

#include "adapters/blocking/workbench.hpp"
#include "adapters/crypto/system_clock.hpp"
#include "adapters/net/http_client.hpp"
#include "adapters/os/launcher.hpp"
#include "adapters/os/node_channel.hpp"
#include "adapters/os/process.hpp"
#include "adapters/os/repository_access.hpp"
#include "adapters/postgres/archive.hpp"
#include "adapters/postgres/delivery_log.hpp"
#include "adapters/postgres/duty_roster.hpp"
#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/log_store.hpp"
#include "adapters/postgres/past_store.hpp"
#include "adapters/postgres/read_models.hpp"
#include "adapters/postgres/run_store.hpp"
#include "adapters/postgres/schema.hpp"
#include "adapters/postgres/session_store.hpp"
#include "adapters/redis/doorbell.hpp"
#include "core/base/json_text.hpp"
#include "ports/bell_rope.hpp"
#include "server/api/authority.hpp"
#include "server/api/system.hpp"
#include "server/hooks/github.hpp"
#include "server/http/assets.hpp"
#include "server/http/listener.hpp"
#include "server/past/snapshot_keeper.hpp"
#include "server/services/gate_reactor.hpp"
#include "server/services/poller.hpp"
#include "server/services/prober.hpp"
#include "server/services/retention.hpp"
#include "server/services/sweeper.hpp"
#include "server/services/tag_resolver.hpp"

namespace eeveon::server {

namespace asio = boost::asio;

struct wiring::parts {
  asio::io_context& io;
  server_options options;
  log_signal grown;
  std::unique_ptr<clock_source> clock = make_system_clock();
  std::unique_ptr<doorbell> bell;
  std::unique_ptr<bell_rope> rope;
  std::unique_ptr<event_store> events;
  std::unique_ptr<run_store> runs;
  std::unique_ptr<read_models> models;
  std::unique_ptr<log_store> logs;
  std::unique_ptr<session_store> sessions;
  std::unique_ptr<delivery_log> deliveries;
  std::unique_ptr<archive> records;
  std::unique_ptr<node_checks> checks;
  std::unique_ptr<node_loads> loads;
  std::unique_ptr<duty_roster> roster;
  std::unique_ptr<duties> mine;
  std::unique_ptr<launcher> programs;
  std::unique_ptr<repository_access> repositories;
  std::unique_ptr<node_channel> nodes;
  std::unique_ptr<http_client> http = make_http_client();
  std::unique_ptr<feed> picture;
  std::unique_ptr<workbench> bench;
  std::unique_ptr<past_store> earlier;
  std::unique_ptr<past_boards> past;
  std::unique_ptr<api::authority> authority;
  std::unique_ptr<api::parts> api;
  api::metrics numbers;
  std::unique_ptr<hooks::github_parts> hooks;
  std::unique_ptr<http::assets> page;
  std::unique_ptr<gate_reactor> gate;
  std::unique_ptr<tag_resolver> tags;
  std::unique_ptr<prober> health;
  std::shared_ptr<http::listener> ears;
  os::standing_services services{io};
  compute desk{io.get_executor(), std::max(1u, std::thread::hardware_concurrency())};

  parts(asio::io_context& with_io, server_options with)
      : io(with_io), options(std::move(with)), grown(io.get_executor()) {}
};

namespace {

result<std::vector<std::string>> lines_of(const std::string& path) {
  std::ifstream in(path);
  if (!in) return fail(errc::invalid, "cannot read " + path, path);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) out.push_back(line);
  return out;
}

asio::awaitable<http_reply> serve_page(const http::assets& page, http::request_context context) {
  co_return page.serve(context.request);
}

asio::awaitable<void> hear(doorbell& bell, log_signal& grown, feed& picture, node_checks& checks,
                           node_loads& loads) {
  const std::vector<std::string> channels{channel_position, channel_log, channel_node_checked,
                                          channel_node_loaded};
  co_await bell.listen(channels, [&](std::string_view channel, std::string_view message) {
    if (channel == channel_position) return grown.hear(message);
    if (json_parts(message) > 1000) return;  // of us it is a few dozen
    if (channel == channel_node_checked) return checks.hear(message);
    if (channel == channel_node_loaded) return loads.hear(message);
    boost::system::error_code error;
    const auto chunk = json::parse(json::string_view(message.data(), message.size()), error);
    const auto* subject = !error && chunk.is_object() ? chunk.get_object().if_contains("subject") : nullptr;
    if (subject && subject->is_string())
      picture.log_line(std::string(subject->get_string()), std::string(message));
  });
}

}  // namespace

wiring::wiring(asio::io_context& io, server_options options)
    : parts_(std::make_unique<parts>(io, std::move(options))) {}
wiring::~wiring() = default;

result<> wiring::start() {
  auto& p = *parts_;
  const auto& o = p.options;
  // The database must be one that keeps what it confirms, and of this program's schema.
  auto safe = pg::check_safety(o.database_url);
  if (!safe) return std::unexpected(safe.error());
  for (const auto& warning : *safe) spdlog::warn("{}", warning);
  if (auto known = pg::check_schema(o.database_url); !known) return known;

  // Adapters behind their ports.
  auto bell = redis::make_doorbell(o.redis_url, p.io.get_executor());
  if (!bell) return std::unexpected(bell.error());
  p.bell = std::move(*bell);
  p.checks = std::make_unique<node_checks>(*p.bell);
  p.rope = std::make_unique<bell_rope>(*p.bell, p.io.get_executor());
  p.events = pg::make_event_store(o.database_url, {.writers = o.writers}, p.io.get_executor(),
                                  [&p](std::int64_t position, std::vector<std::string> runs) {
                                    p.grown.grown_to(position);
                                    p.rope->pull(position, std::move(runs));
                                  });
  p.runs = pg::make_run_store(o.database_url, p.io.get_executor());
  p.models = pg::make_read_models(o.database_url, p.io.get_executor());
  p.logs = pg::make_log_store(o.database_url, p.io.get_executor());
  p.sessions = pg::make_session_store(o.database_url, p.io.get_executor());
  p.deliveries = pg::make_delivery_log(o.database_url, p.io.get_executor());
  p.records = pg::make_archive(o.database_url, p.io.get_executor());
  p.authority = std::make_unique<api::authority>(*p.sessions);
  p.programs = os::make_launcher(p.io.get_executor());
  auto repositories = os::make_repository_access({o.ssh_key, o.git_credentials});
  if (!repositories) return std::unexpected(repositories.error());
  p.repositories = std::move(*repositories);
  p.nodes = os::make_node_channel(p.io.get_executor(), *p.programs, o.data);
  p.roster = pg::make_duty_roster(o.database_url, p.io.get_executor());
  p.mine = std::make_unique<duties>(*p.roster, p.io.get_executor());
  p.picture = std::make_unique<feed>(*p.events, *p.models, p.grown, p.mine->add("projector"));
  p.bench = blocking::make_workbench(p.io.get_executor(), 2);
  p.earlier = pg::make_past_store(o.database_url, p.io.get_executor());
  p.past = std::make_unique<past_boards>(*p.earlier, *p.bench);
  p.loads = std::make_unique<node_loads>(*p.bell, *p.clock, *p.picture, p.io.get_executor());

  // Hooks and the secrets they are checked with.
  p.hooks = std::make_unique<hooks::github_parts>(*p.events, *p.clock, p.grown);
  for (const auto& secret : o.hook_secrets) {
    auto lines = lines_of(secret.file);
    if (!lines) return std::unexpected(lines.error());
    p.hooks->secrets[secret.name == "default" ? "" : secret.name] = std::move(*lines);
  }

  // The API, its description and the page.
  auto public_url = o.public_url.empty() ? "http://" + o.listen : o.public_url;
  while (public_url.ends_with('/')) public_url.pop_back();  // paths that are put behind it begin with one
  p.api = std::make_unique<api::parts>(*p.events, *p.models, *p.runs, *p.logs, *p.bell, *p.sessions,
                                       *p.programs, *p.repositories, *p.nodes, *p.clock, *p.picture, p.grown,
                                       *p.deliveries, *p.checks, *p.loads, *p.past, *p.authority, *p.records,
                                       p.desk, public_url, o.file_roots);
  p.api->hook_secrets = p.hooks->secrets;
  auto table = api::whole_table(*p.api, p.numbers, *p.hooks, EEVEON_VERSION);
  p.page = std::make_unique<http::assets>(embedded::page());

  // The admin's token from the data folder is known by its hash like any other, before the first request may
  // show it. One per server: a new line in the file ends the old token.
  if (!o.admin_token_file.empty()) {
    auto lines = lines_of(o.admin_token_file);
    if (!lines || lines->empty())
      return fail(errc::invalid, "there is no token in " + o.admin_token_file, "admin-token");
    std::optional<result<>> recorded;
    asio::co_spawn(p.io, p.sessions->create_token("tok_admin@" + o.name, sha256(lines->front()), "admin"),
                   [&recorded](std::exception_ptr thrown, result<> came) {
                     if (thrown) std::rethrow_exception(thrown);
                     recorded = std::move(came);
                   });
    while (!recorded) p.io.run_one();
    p.io.restart();  // it may have run out of work and stopped
    if (!*recorded) return std::unexpected(recorded->error());
  }

  // Ears.
  const auto colon = o.listen.rfind(':');
  if (colon == std::string::npos)
    return fail(errc::invalid, "must be address:port, as 127.0.0.1:8080", "listen");
  http::settings set{.address = o.listen.substr(0, colon),
                     .port = static_cast<std::uint16_t>(std::atoi(o.listen.c_str() + colon + 1)),
                     .trusted_proxies = o.proxies};
  set.allowed.connections_per_peer = o.connections_per_peer;
  set.allowed.requests_per_second = o.requests_per_second;
  set.allowed.burst = 2 * o.requests_per_second;
  set.observe = [&p](const http::served& what) { p.numbers.served(what); };
  p.ears = std::make_shared<http::listener>(
      p.io, std::move(set),
      http::router(std::move(table),
                   [&p](http::request_context c) { return serve_page(*p.page, std::move(c)); }),
      *p.authority);
  auto port = p.ears->open();
  if (!port) return std::unexpected(port.error());

  // Services, then the first request may come.
  p.gate = std::make_unique<gate_reactor>(gate_reactor::parts{
      *p.events, *p.bell, *p.clock, p.grown, p.mine->add("gate"), o.every_delivery_is_a_noop});
  const poller_parts polling{
      *p.events, {*p.programs, *p.repositories, o.file_roots}, *p.clock, *p.picture, p.grown};
  p.tags = std::make_unique<tag_resolver>(polling, p.mine->add("tag resolver"));
  p.health = std::make_unique<prober>(
      prober_parts{*p.events, *p.http, *p.checks, *p.clock, *p.picture, p.mine->add("prober")});
  p.services.start("feed", p.picture->run());
  p.services.start("gate", p.gate->run());
  p.services.start("sweeper", run_sweeper(*p.runs, *p.bell, p.mine->add("sweeper")));
  p.services.start("retention", run_retention(*p.deliveries, *p.logs, p.mine->add("retention")));
  p.services.start("key", os::keep_identity(*p.programs, p.repositories->now()));
  p.services.start("doorbell", hear(*p.bell, p.grown, *p.picture, *p.checks, *p.loads));
  p.services.start("node loads", p.loads->run());
  p.services.start("poller", run_poller(polling, p.mine->add("poller")));
  p.services.start("tag resolver", p.tags->run());
  p.services.start("prober", p.health->run());
  p.services.start(
      "snapshots",
      keep_snapshots(*p.earlier, *p.bench, [&p] { return p.picture->position(); }, p.mine->add("snapshots")));
  p.services.start("duties", p.mine->run());
  p.ears->start();
  spdlog::info("listening on {}:{}", o.listen.substr(0, colon), *port);
  return {};
}

asio::awaitable<void> wiring::stop() {
  co_await parts_->ears->stop();
  parts_->services.cancel();
}

}  // namespace eeveon::server
