#include "cli/up/redis.hpp"

#include <fmt/format.h>

namespace eeveon::up {

result<std::string> start_redis(asio::any_io_executor io, const folder& data, household& house) {
  const auto place = data.at("redis"), socket = data.sockets() / "redis.sock", pid = place / "redis.pid",
             settings = place / "redis.conf";
  const auto text = fmt::format(R"(# Written by `eeveon up` at every start.
port 0
unixsocket "{}"
unixsocketperm 700
dir "{}"
pidfile "{}"
daemonize no
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
)",
                                socket.string(), place.string(), pid.string());
  if (auto written = write_file(settings, text, 0600); !written) return std::unexpected(written.error());
  member server{.name = "redis",
                .start = {.argv = {"redis-server", settings},
                          .log = data.log_of("redis"),
                          .user = {},
                          .dies_with_us = false}};
  server.wave = 2;
  server.adopt = [io, place, pid] { return child::adopt(io, pid, place); };
  house.keep(std::move(server));
  return "unix://" + socket.string();
}

}  // namespace eeveon::up
