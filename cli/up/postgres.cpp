#include "cli/up/postgres.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <fstream>

#include "cli/settings.hpp"
#include "cli/terminal.hpp"

namespace eeveon::up {
namespace {

// What durability needs is said aloud, although most of it is the default: nobody shall weaken it unnoticed.
constexpr auto settings_text = R"(# Written by `eeveon up` at every start.
listen_addresses = ''
unix_socket_directories = '{}'
unix_socket_permissions = 0700
fsync = on
full_page_writes = on
synchronous_commit = on
wal_compression = lz4
default_toast_compression = lz4
shared_buffers = 128MB
max_wal_size = 2GB
recovery_init_sync_method = syncfs
max_connections = 100
jit = off
logging_collector = off
log_line_prefix = '%m [%p] '
log_timezone = 'UTC'
timezone = 'UTC'
)";

struct cluster {
  fs::path programs, data, sockets, log;
  std::string user;  // PostgreSQL refuses root
};

// The programs of the cluster's version, or of the newest installed one for a new cluster.
result<fs::path> find_programs(const std::string& version) {
  for (int v = 30; v >= 15; --v) {
    const auto folder = fs::path(fmt::format("/usr/lib/postgresql/{}/bin", v));
    if ((version.empty() || version == std::to_string(v)) && access((folder / "postgres").c_str(), X_OK) == 0)
      return folder;
  }
  return fail(errc::invalid,
              fmt::format("PostgreSQL {} is not installed: apt-get install postgresql-{}",
                          version.empty() ? "15 or newer" : version, version.empty() ? "15" : version));
}

bool may_pass(const fs::path& path, uid_t user) {
  for (auto at = path; at != at.root_path(); at = at.parent_path()) {
    struct stat found{};
    if (stat(at.c_str(), &found) != 0) continue;
    if (!(found.st_mode & S_IXOTH) && !(found.st_uid == user && (found.st_mode & S_IXUSR))) return false;
  }
  return true;
}

// Below the data folder; elsewhere, with a link to it, when a folder above is closed to PostgreSQL's user.
result<fs::path> place_of(const folder& data, const passwd* user) {
  const auto usual = data.at("postgres");
  if (!user || may_pass(data.root(), user->pw_uid)) return usual;
  const auto elsewhere = fs::path("/var/lib/eeveon-clusters") / data.mark();
  std::error_code error;
  if (fs::read_symlink(usual, error) == elsewhere) return elsewhere;
  fs::remove_all(elsewhere, error);  // of a data folder of the same name that is gone
  fs::create_directories(elsewhere.parent_path(), error);
  fs::create_directory_symlink(elsewhere, usual, error);
  if (error)
    return fail(errc::invalid,
                fmt::format("a folder above is closed to user {}, and {} cannot be used instead: {}",
                            user->pw_name, elsewhere.string(), error.message()),
                data.root().string());
  cli::say(fmt::format("eeveon: {} is closed to user {}, so the database lives in {}\n", data.root().string(),
                       user->pw_name, elsewhere.string()));
  return elsewhere;
}

result<cluster> find_cluster(const folder& data) {
  const passwd* user = nullptr;
  if (geteuid() == 0 && !(user = getpwnam("postgres")))
    return fail(errc::invalid,
                "PostgreSQL refuses root and there is no user postgres: apt-get install postgresql-15");
  auto place = place_of(data, user);
  if (!place) return std::unexpected(place.error());
  auto programs = find_programs(cli::read_line_of((*place / "PG_VERSION").string()));
  if (!programs) return std::unexpected(programs.error());
  cluster out{.programs = *programs,
              .data = *place,
              .sockets = data.sockets() / "pg",
              .log = data.log_of("postgres"),
              .user = user ? user->pw_name : ""};
  mkdir(out.sockets.c_str(), 0700);
  if (user && chown(out.sockets.c_str(), user->pw_uid, user->pw_gid) != 0)
    return fail(errc::io, std::strerror(errno), out.sockets.string());
  return out;
}

// Made under another name first: a cluster under its own name is a whole one.
asio::awaitable<result<>> make_cluster(cluster c) {
  cli::say(fmt::format("eeveon: making a database in {}\n", c.data.string()));
  const auto fresh = fs::path(c.data.string() + ".new");
  std::error_code error;
  fs::remove_all(fresh, error);
  mkdir(fresh.c_str(), 0700);
  if (!c.user.empty()) {
    const auto* user = getpwnam(c.user.c_str());
    if (chown(fresh.c_str(), user->pw_uid, user->pw_gid) != 0)
      co_return fail(errc::io, std::strerror(errno), fresh.string());
  }
  program_start initdb{.argv = {c.programs / "initdb", "-D", fresh, "-U", "postgres", "-E", "UTF8",
                                "--locale=C.UTF-8", "--auth=peer", "--data-checksums"},
                       .log = c.log,
                       .user = c.user};
  const auto code = co_await run_to_end(std::move(initdb));
  if (!code) co_return std::unexpected(code.error());
  if (*code != 0) co_return fail(errc::io, "initdb failed:\n" + tail_of(c.log));
  fs::rename(fresh, c.data, error);
  if (error) co_return fail(errc::io, error.message(), c.data.string());
  co_return result<>{};
}

// Only the operating system's users who run Eeveon may connect, each as whoever Eeveon needs.
result<> write_settings(const cluster& c) {
  const auto* us = getpwuid(geteuid());
  const auto* owner = c.user.empty() ? us : getpwnam(c.user.c_str());
  std::string identities;
  for (const auto* system : {us ? us->pw_name : "root", owner ? owner->pw_name : "postgres"})
    for (const auto* role : {"postgres", "eeveon_owner", "eeveon_app"})
      identities += fmt::format("eeveon \"{}\" {}\n", system, role);
  const std::vector<std::pair<const char*, std::string>> files{
      {"postgresql.conf", fmt::format(settings_text, c.sockets.string())},
      {"pg_hba.conf", "local all all peer map=eeveon\n"},
      {"pg_ident.conf", identities},
  };
  for (const auto& [name, text] : files) {
    if (auto written = write_file(c.data / name, text, 0600); !written) return written;
    if (owner && chown((c.data / name).c_str(), owner->pw_uid, owner->pw_gid) != 0)
      return fail(errc::io, std::strerror(errno), (c.data / name).string());
  }
  return {};
}

// The command that starts the server. A killed server that nobody has reaped yet keeps its number, and its
// successor would believe it alive; PostgreSQL takes the number in this variable for surely not a server's.
// Whether anything else is left of the old one it still finds out.
std::vector<std::string> start_command(const cluster& c) {
  std::vector<std::string> command{c.programs / "postgres", "-D", c.data};
  const auto old = cli::read_line_of((c.data / "postmaster.pid").string());
  std::ifstream stat("/proc/" + old + "/stat");
  std::string pid, name, state;
  if (!old.empty() && stat >> pid >> name >> state && name == "(postgres)" && state == "Z") {
    const std::vector<std::string> not_it{"env", "PG_GRANDPARENT_PID=" + old};
    command.insert(command.begin(), not_it.begin(), not_it.end());
  }
  return command;
}

asio::awaitable<result<>> wait_until_it_answers(cluster c, const household& house) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    program_start question{
        .argv = {c.programs / "pg_isready", "-q", "-h", c.sockets, "-U", "postgres", "-d", "postgres"},
        .log = c.log,
        .user = {}};
    const auto code = co_await run_to_end(std::move(question));
    if (!code) co_return std::unexpected(code.error());
    if (*code == 0) co_return result<>{};
    if (house.deaths_in_a_row("postgres") >= 9)
      co_return fail(errc::io, "PostgreSQL does not start:\n" + tail_of(c.log));
    timer.expires_after(std::chrono::milliseconds(20));
    co_await timer.async_wait(asio::use_awaitable);
  }
}

// The database itself is made once, by copying files, which ends with a checkpoint: a crash soon after the
// first start then has little to recover. Without the mark it is tried again, which an existing database
// merely refuses; whether it is there shows when the schema is brought to its version.
asio::awaitable<result<>> make_database(cluster c) {
  const auto mark = c.data / "eeveon.database";
  if (fs::exists(mark)) co_return result<>{};
  program_start createdb{
      .argv = {c.programs / "createdb", "-h", c.sockets, "-U", "postgres", "--strategy=file_copy", "eeveon"},
      .log = c.log,
      .user = {}};
  const auto code = co_await run_to_end(std::move(createdb));
  if (!code) co_return std::unexpected(code.error());
  co_return *code == 0 ? write_file(mark, "made\n", 0600) : result<>{};
}

}  // namespace

asio::awaitable<result<database_urls>> start_postgres(const folder& data, household& house) {
  auto found = find_cluster(data);
  if (!found) co_return std::unexpected(found.error());
  const cluster c = *found;
  if (!fs::exists(c.data / "PG_VERSION"))
    if (auto made = co_await make_cluster(c); !made) co_return std::unexpected(made.error());
  if (auto written = write_settings(c); !written) co_return std::unexpected(written.error());

  member server{.name = "postgres",
                .start = {.argv = start_command(c), .log = c.log, .user = c.user, .dies_with_us = false}};
  server.wave = 3;
  server.stop_signal = SIGINT;  // fast: ends sessions, writes a checkpoint
  server.patience = std::chrono::seconds(60);
  const auto io = co_await asio::this_coro::executor;
  server.adopt = [io, place = fs::canonical(c.data)] {
    return child::adopt(io, place / "postmaster.pid", place);
  };
  house.keep(std::move(server));
  if (auto up = co_await wait_until_it_answers(c, house); !up) co_return std::unexpected(up.error());
  if (auto made = co_await make_database(c); !made) co_return std::unexpected(made.error());
  const auto url = [&](const char* role) {
    return fmt::format("postgresql:///eeveon?host={}&user={}", c.sockets.string(), role);
  };
  co_return database_urls{url("eeveon_app"), url("postgres")};
}

}  // namespace eeveon::up
