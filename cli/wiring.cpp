#include "cli/wiring.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "adapters/net/http_client.hpp"
#include "adapters/os/launcher.hpp"
#include "adapters/postgres/run_store.hpp"
#include "adapters/postgres/schema.hpp"
#include "cli/api.hpp"

namespace eeveon::cli {

std::unique_ptr<http_client> make_client() { return make_http_client(); }

std::unique_ptr<launcher> make_program_launcher(asio::any_io_executor executor) {
  return os::make_launcher(std::move(executor));
}

api connect(const settings& where) { return {where, make_client()}; }

result<std::vector<std::string>> migrate_database(const std::string& admin_url) {
  return pg::migrate(admin_url);
}

result<std::vector<std::string>> check_database(const std::string& url) {
  const auto migrations = pg::migrations_of(url);
  if (!migrations) return std::unexpected(migrations.error());
  for (const auto& m : *migrations)
    if (!m.applied)
      return fail(errc::invalid, "the database is older than this program (" + m.name +
                                     " is not applied): run eeveon migrate --database-admin URL");
  return pg::check_safety(url);
}

result<int> end_leases(const std::string& url, const std::string& owner) {
  asio::io_context io{1};
  const auto runs = pg::make_run_store(url, io.get_executor());
  result<int> ended = 0;
  asio::co_spawn(io, runs->end_leases(owner), [&](std::exception_ptr thrown, result<int> came) {
    if (thrown) std::rethrow_exception(thrown);
    ended = std::move(came);
  });
  io.run();
  return ended;
}

}  // namespace eeveon::cli
