#include "workers/wiring.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <filesystem>

#include "adapters/net/http_client.hpp"
#include "adapters/os/artifact_store.hpp"
#include "adapters/os/files.hpp"
#include "adapters/os/launcher.hpp"
#include "adapters/os/node_channel.hpp"
#include "adapters/os/process.hpp"
#include "adapters/os/repository_access.hpp"
#include "adapters/postgres/event_store.hpp"
#include "adapters/postgres/log_store.hpp"
#include "adapters/postgres/read_models.hpp"
#include "adapters/postgres/run_store.hpp"
#include "adapters/postgres/schema.hpp"
#include "adapters/redis/doorbell.hpp"
#include "ports/bell_rope.hpp"
#include "workers/cleaner.hpp"
#include "workers/consumer.hpp"
#include "workers/health_checker.hpp"
#include "workers/load_checker.hpp"
#include "workers/mirror_compactor.hpp"
#include "workers/node_checker.hpp"

namespace eeveon::workers {

namespace asio = boost::asio;

struct wiring::parts {
  asio::io_context& io;
  worker_options options;
  std::unique_ptr<doorbell> bell;
  std::unique_ptr<bell_rope> rope;
  std::unique_ptr<event_store> events;
  std::unique_ptr<run_store> runs;
  std::unique_ptr<log_store> logs;
  std::unique_ptr<read_models> views;
  std::unique_ptr<launcher> programs;
  std::unique_ptr<repository_access> repositories;
  std::unique_ptr<node_channel> nodes;
  std::unique_ptr<artifact_store> artifacts;
  std::unique_ptr<http_client> http = make_http_client();
  std::unique_ptr<step_performer> performer;
  std::unique_ptr<lease_keeper> leases;
  std::unique_ptr<consumer> hands;
  std::unique_ptr<cleaner> broom;
  std::unique_ptr<node_answers> looks, health, loads;
  os::standing_services services{io};
};

namespace {

asio::awaitable<void> hear(doorbell& bell, consumer& hands, node_answers& looks, node_answers& health,
                           node_answers& loads) {
  const std::vector<std::string> channels{channel_cancel, channel_node_check, channel_health_check,
                                          channel_node_load};
  co_await bell.listen(channels, [&](std::string_view channel, std::string_view message) {
    if (channel == channel_cancel)
      hands.look_again(message);
    else if (channel == channel_node_check)
      looks.hear(message);
    else if (channel == channel_health_check)
      health.hear(message);
    else
      loads.hear(message);
  });
}

}  // namespace

wiring::wiring(asio::io_context& io, worker_options options)
    : parts_(new parts{.io = io, .options = std::move(options)}) {}
wiring::~wiring() = default;

result<> wiring::start() {
  auto& p = *parts_;
  const auto& o = p.options;
  if (o.lease < std::chrono::seconds(2)) return fail(errc::invalid, "--lease must be at least 2s", "lease");
  if (auto known = pg::check_schema(o.database_url); !known) return known;
  std::error_code error;
  namespace fs = std::filesystem;
  for (const char* name : {"git", "builds", "artifacts", "empty"})
    fs::create_directories(fs::path(o.data) / name, error);
  for (const char* name : {"git", "artifacts"})  // code, and code ready to run
    if (!error) fs::permissions(fs::path(o.data) / name, fs::perms::owner_all, error);
  if (error) return fail(errc::invalid, "cannot make folders in " + o.data + ": " + error.message(), "data");

  auto bell = redis::make_doorbell(o.redis_url, p.io.get_executor());
  if (!bell) return std::unexpected(bell.error());
  p.bell = std::move(*bell);
  p.rope = std::make_unique<bell_rope>(*p.bell, p.io.get_executor());
  p.events = pg::make_event_store(o.database_url, {.writers = o.writers}, p.io.get_executor(),
                                  [&p](std::int64_t position, std::vector<std::string> runs) {
                                    p.rope->pull(position, std::move(runs));
                                  });
  p.runs = pg::make_run_store(o.database_url, p.io.get_executor());
  p.logs = pg::make_log_store(o.database_url, p.io.get_executor());
  p.views = pg::make_read_models(o.database_url, p.io.get_executor());
  p.programs = os::make_launcher(p.io.get_executor(), {.home = o.data});
  if (const auto warning = p.programs->sandbox_warning(); !warning.empty()) spdlog::warn("{}", warning);
  const auto identity = o.data + "/ssh/id_ed25519";
  auto repositories = os::make_repository_access({identity, o.git_credentials});
  if (!repositories) return std::unexpected(repositories.error());
  p.repositories = std::move(*repositories);
  p.nodes = os::make_node_channel(p.io.get_executor(), *p.programs, o.data);
  p.artifacts = os::make_artifact_store(p.io.get_executor(), o.data);

  p.performer =
      std::make_unique<step_performer>(step_performer::parts{*p.programs, *p.nodes, *p.artifacts, *p.http});
  p.leases = std::make_unique<lease_keeper>(*p.runs, o.name, o.lease);
  p.hands = std::make_unique<consumer>(
      driver_parts{*p.events, *p.logs, *p.bell, *p.performer, *p.repositories, o.name, o.data, o.file_roots},
      *p.runs, *p.leases, consumer_settings{o.name, o.slots, o.lease});
  p.broom = std::make_unique<cleaner>(*p.events, *p.views, *p.artifacts);
  const auto answering = [&p, &o](node_answers::kind what) {
    return std::make_unique<node_answers>(*p.events, *p.bell, o.name, p.io.get_executor(), std::move(what));
  };
  p.looks = answering(node_checks(*p.nodes, o.name, o.data + "/empty", [file = identity + ".pub"] {
    const auto text = text_of_file(file);
    return text.substr(0, text.find('\n'));
  }));
  p.health = answering(health_checks(*p.performer, o.name));
  p.loads = answering(load_checks(*p.nodes, o.name));
  p.services.start("cleaning", p.broom->run());
  p.services.start("mirrors", keep_mirrors_compact(*p.programs, o.data + "/git"));
  p.services.start("leases", p.leases->keep());
  p.services.start("lease watch", p.leases->watch());
  p.services.start("offers", p.hands->take_offers());
  p.services.start("database offers", p.hands->take_from_database());
  p.services.start("key", os::keep_identity(*p.programs, p.repositories->now()));
  p.services.start("doorbell", hear(*p.bell, *p.hands, *p.looks, *p.health, *p.loads));
  for (auto [name, answers] : {std::pair{"node checks", p.looks.get()},
                               {"health checks", p.health.get()},
                               {"node loads", p.loads.get()}})
    for (int i = 0; i < answers->side_by_side(); ++i) p.services.start(name, answers->run());
  spdlog::info("{} works with {} slots", o.name, o.slots);
  return {};
}

asio::awaitable<void> wiring::stop() {
  co_await parts_->hands->drain(parts_->options.drain);
  parts_->services.cancel();
}

}  // namespace eeveon::workers
