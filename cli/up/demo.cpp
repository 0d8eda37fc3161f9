#include "cli/up/demo.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json.hpp>

#include "cli/demo/repository.hpp"
#include "cli/field.hpp"
#include "cli/settings.hpp"
#include "cli/wiring.hpp"

namespace eeveon::up {
namespace {

namespace json = boost::json;
using asio::ip::tcp;

struct demo_node {
  const char* name;
  const char* address;
};
constexpr std::array nodes{demo_node{"node-1", "127.0.0.2"}, demo_node{"node-2", "127.0.0.3"},
                           demo_node{"node-3", "127.0.0.4"}};

// A port that is free on all nodes' addresses, found once and kept: the project's health check names it.
result<int> port_of(asio::any_io_executor io, const fs::path& file) {
  if (const auto kept = cli::read_line_of(file); !kept.empty()) return std::atoi(kept.c_str());
  for (int attempt = 0; attempt < 50; ++attempt) {
    unsigned short port = 0;
    boost::system::error_code error;
    std::vector<tcp::acceptor> held;
    for (const auto& node : nodes) {
      auto& acceptor = held.emplace_back(io, tcp::v4());
      if (!error) acceptor.bind({asio::ip::make_address(node.address), port}, error);
      if (!error) port = acceptor.local_endpoint().port();
    }
    if (error) continue;
    if (auto written = write_file(file, std::to_string(port) + "\n", 0644); !written)
      return std::unexpected(written.error());
    return port;
  }
  return fail(errc::unavailable, "no port is free on 127.0.0.2, .3 and .4: start with --no-demo");
}

json::object spec_of(const folder& data, int port) {
  const json::object health{{"http", fmt::format("http://{{node}}:{}/healthz", port)},
                            {"attempts", 3},
                            {"backoff", "200ms"},
                            {"timeout", "2s"}};
  const json::object production{
      {"deploy_on", {{"push", "main"}}}, {"nodes", {{"group", "demo"}}}, {"health", health}};
  return {{"project", "demo"},
          {"repository", cli::demo::url_of(data.at("demo") / "repository.git")},
          {"environments", {{"production", production}}}};
}

result<> register_nodes(const folder& data, cli::api& server) {
  const auto known = server.get("/api/v1/nodes");
  if (!known) return std::unexpected(known.error());
  for (const auto& node : nodes) {
    const auto& list = cli::list_of(*known, "nodes");
    if (std::any_of(list.begin(), list.end(),
                    [&](const json::value& n) { return cli::text_of(n, "name") == node.name; }))
      continue;
    const auto root = (data.at("demo") / "nodes" / node.name).string();
    const auto added = server.post("/api/v1/nodes", json::object{{"name", node.name},
                                                                 {"kind", "local"},
                                                                 {"address", node.address},
                                                                 {"root", root},
                                                                 {"groups", {"demo"}}});
    if (!added) return std::unexpected(added.error());
  }
  return {};
}

// Applied once; what a person changed afterwards is theirs, unless the folder has moved.
result<> apply_project(const folder& data, int port, cli::api& server) {
  const auto spec = spec_of(data, port);
  const auto known = server.get("/api/v1/projects/demo");
  if (!known && known.error().code != errc::not_found) return std::unexpected(known.error());
  if (known)
    if (const auto* applied = cli::find_in(*known, "spec");
        applied && cli::text_of(*applied, "repository") == cli::text_of(spec, "repository"))
      return {};
  const auto applied = server.put("/api/v1/projects/demo", spec);
  if (!applied) return std::unexpected(applied.error());
  return {};
}

}  // namespace

asio::awaitable<result<>> prepare_demo(fs::path program, const folder& data, household& house) {
  const auto io = co_await asio::this_coro::executor;
  const auto demo = data.at("demo");
  std::error_code error;
  for (const auto& node : nodes) fs::create_directories(demo / "nodes" / node.name, error);
  if (error) co_return fail(errc::io, error.message(), demo.string());
  const auto port = port_of(io, demo / "port");
  if (!port) co_return std::unexpected(port.error());
  const auto programs = cli::make_program_launcher(io);
  if (auto made = co_await cli::demo::make_repository(*programs, demo / "repository.git"); !made)
    co_return made;
  if (auto hooked = cli::demo::write_hook(demo / "repository.git", program, data.root()); !hooked)
    co_return hooked;
  for (const auto& node : nodes) {
    member m{.name = node.name,
             .start = {.argv = {program, "demo-node", "--listen", fmt::format("{}:{}", node.address, *port),
                                "--root", demo / "nodes" / node.name / "demo" / "production"},
                       .log = data.log_of(node.name),
                       .user = {}}};
    m.wave = 1;
    house.keep(std::move(m));
  }
  co_return result<>{};
}

asio::awaitable<result<>> open_demo(const folder& data, cli::api& server) {
  const auto port = port_of(co_await asio::this_coro::executor, data.at("demo") / "port");
  if (!port) co_return std::unexpected(port.error());
  if (auto known = register_nodes(data, server); !known) co_return known;
  co_return apply_project(data, *port, server);
}

asio::awaitable<result<>> tell_missed_push(fs::path program, const folder& data, std::string url) {
  program_start tell{.argv = {program, "demo-hook", "--data", data.root(), "--url", url, "--missed"},
                     .log = data.log_of("demo-hook"),
                     .user = {}};
  if (auto told = co_await run_to_end(std::move(tell)); !told) co_return std::unexpected(told.error());
  co_return result<>{};
}

}  // namespace eeveon::up
