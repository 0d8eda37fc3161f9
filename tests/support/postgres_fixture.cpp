#include "tests/support/postgres_fixture.hpp"

#include <signal.h>

#include <filesystem>
#include <fstream>
#include <pqxx/pqxx>
#include <stdexcept>

#include "adapters/postgres/schema.hpp"
#include "tests/support/child.hpp"

namespace eeveon::test {
namespace {

std::string binary(const std::string& name) {
  for (const char* folder :
       {"/usr/lib/postgresql/15/bin/", "/usr/lib/postgresql/16/bin/", "/usr/lib/postgresql/17/bin/"})
    if (std::filesystem::exists(folder + name)) return folder + name;
  return name;
}

bool answers(const std::string& url) {
  try {
    pqxx::connection connection(url);
    return true;
  } catch (const pqxx::failure&) {
    return false;
  }
}

}  // namespace

postgres_fixture::postgres_fixture(const std::string& below)
    : folder_(make_folder("eeveon-pg", "postgres", below)) {
  run_child({binary("initdb"), "-D", folder_ + "/data", "-U", "admin", "--auth=trust", "--no-locale", "-E",
             "UTF8", "-k", "-N"},
            "postgres");
  std::ofstream(folder_ + "/data/postgresql.conf", std::ios::app)
      << "listen_addresses = ''\nunix_socket_directories = '" << folder_ << "'\nmax_connections = 60\n"
      << "shared_buffers = 512MB\nmax_wal_size = 4GB\nlog_min_messages = fatal\n";
  start();
}

postgres_fixture::~postgres_fixture() {
  end_child(pid_, SIGQUIT);
  remove_folder(folder_);
}

std::string postgres_fixture::admin_url() const {
  return "postgresql:///postgres?user=admin&host=" + folder_;
}
std::string postgres_fixture::url() const { return "postgresql:///postgres?user=eeveon_app&host=" + folder_; }

void postgres_fixture::kill() {
  // Its children notice the dead postmaster by themselves and leave; the next start waits for them.
  end_child(pid_, SIGKILL);
  pid_ = 0;
}

void postgres_fixture::start() {
  std::filesystem::remove(folder_ + "/data/postmaster.pid");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  do {  // refused while the last children of a killed postmaster still hold the shared memory
    pid_ = start_child({binary("postgres"), "-D", folder_ + "/data"}, folder_ + "/log", "postgres");
    try {
      wait_until("PostgreSQL", answers, admin_url());
      return;
    } catch (const std::runtime_error&) {
      end_child(pid_, SIGQUIT);
    }
  } while (std::chrono::steady_clock::now() < end);
  throw std::runtime_error("PostgreSQL does not start, see " + folder_ + "/log");
}

void postgres_fixture::truncate() {
  pqxx::connection connection(admin_url());
  pqxx::work work(connection);
  std::ifstream file(std::string(EEVEON_TEST_DATA) + "/empty_database.sql");
  work.exec(std::string(std::istreambuf_iterator<char>(file), {}));
  work.commit();
}

postgres_fixture& shared_postgres() {
  static postgres_fixture server;
  static const bool migrated = [] {
    if (auto done = pg::migrate(server.admin_url()); !done) throw std::runtime_error(done.error().detail);
    return true;
  }();
  static_cast<void>(migrated);
  return server;
}

}  // namespace eeveon::test
