#include "adapters/postgres/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <pqxx/pqxx>

#include "adapters/postgres/bounded.hpp"
#include "adapters/postgres/statements.hpp"
#include "core/base/digest.hpp"
#include "core/base/embedded.hpp"
#include "core/base/failpoint.hpp"

namespace eeveon::pg {
namespace {

struct known_file {
  int version;
  std::string name;
  std::string_view text;
  std::string checksum;
};

std::vector<known_file> known_files() {
  std::vector<known_file> files;
  for (const auto& file : embedded::migrations())
    files.push_back({std::stoi(std::string(file.path.substr(0, 4))), std::string(file.path), file.bytes,
                     to_hex(sha256(file.bytes))});
  std::ranges::sort(files, {}, &known_file::version);
  return files;
}

// One connection, one question; libpqxx's exceptions end here.
template <class Work>
auto with_connection(const std::string& url, Work work) -> decltype(work(std::declval<pqxx::connection&>())) {
  try {
    pqxx::connection connection(bounded(url));
    return work(connection);
  } catch (const pqxx::broken_connection& error) {
    return fail(errc::unavailable, fmt::format("the database cannot be reached: {}", error.what()),
                "database");
  } catch (const std::exception& error) {
    return fail(errc::io, error.what(), "database");
  }
}

using applied_map = std::map<int, std::string>;  // version -> checksum

result<applied_map> check_applied(pqxx::transaction_base& work, const std::vector<known_file>& files) {
  applied_map applied;
  for (const auto& row : work.exec(statement("applied_migrations")))
    applied.emplace(row[0].as<int>(), row[1].as<std::string>());
  for (const auto& [version, checksum] : applied) {
    const auto file = std::ranges::find(files, version, &known_file::version);
    if (file == files.end())
      return fail(
          errc::conflict,
          fmt::format("the database has schema version {}, this program knows up to {}: start a newer eeveon",
                      version, files.back().version),
          "schema");
    if (file->checksum != checksum)
      return fail(
          errc::conflict,
          fmt::format(
              "migration {} was changed after it had been applied: restore the file and add a new one",
              file->name),
          "schema");
  }
  return applied;
}

result<std::vector<std::string>> apply_missing(pqxx::connection& connection) {
  pqxx::nontransaction set_up(connection);
  set_up.exec(statement("migration_lock"));
  set_up.exec(statement("create_roles"));
  set_up.exec(statement("create_schema"));
  const auto files = known_files();
  auto applied = check_applied(set_up, files);
  if (!applied) return std::unexpected(std::move(applied.error()));
  set_up.commit();
  std::vector<std::string> fresh;
  for (const auto& file : files) {
    if (applied->contains(file.version)) continue;
    pqxx::work work(connection);
    work.exec(std::string(file.text));
    EEVEON_FAILPOINT("M1");
    work.exec_params(statement("record_migration"), file.version, file.name, file.checksum);
    work.commit();
    fresh.push_back(file.name);
  }
  return fresh;
}

}  // namespace

result<std::vector<std::string>> migrate(const std::string& admin_url) {
  return with_connection(admin_url, apply_missing);
}

result<std::vector<migration_status>> migrations_of(const std::string& url) {
  return with_connection(url, [](pqxx::connection& connection) -> result<std::vector<migration_status>> {
    pqxx::nontransaction work(connection);
    const auto files = known_files();
    applied_map applied;
    if (work.exec(statement("has_migrations"))[0][0].as<bool>()) {
      auto checked = check_applied(work, files);
      if (!checked) return std::unexpected(std::move(checked.error()));
      applied = std::move(*checked);
    }
    std::vector<migration_status> all;
    for (const auto& file : files) all.push_back({file.version, file.name, applied.contains(file.version)});
    return all;
  });
}

result<> check_schema(const std::string& url) {
  const auto migrations = migrations_of(url);
  // Half a schema is one that the application may not read yet: another start would end the same.
  if (!migrations && migrations.error().code == errc::io)
    return fail(
        errc::refused,
        "the database's schema cannot be read, run `eeveon migrate` first: " + migrations.error().detail,
        "database");
  if (!migrations) return std::unexpected(migrations.error());
  for (const auto& migration : *migrations)
    if (!migration.applied)
      return fail(errc::refused, "the database lacks " + migration.name + ": run `eeveon migrate` first");
  return {};
}

result<std::vector<std::string>> check_safety(const std::string& url) {
  return with_connection(url, [](pqxx::connection& connection) -> result<std::vector<std::string>> {
    pqxx::nontransaction work(connection);
    std::string refusals;
    std::vector<std::string> warnings;
    for (const auto& row : work.exec(statement("safety_settings"))) {
      const auto line = fmt::format("PostgreSQL runs with {} = {}: {}", row[0].as<std::string>(),
                                    row[1].as<std::string>(), row[3].as<std::string>());
      if (row[2].as<bool>())
        refusals += (refusals.empty() ? "" : "\n") + line;
      else
        warnings.push_back(line);
    }
    if (!refusals.empty()) return fail(errc::refused, refusals, "database");
    return warnings;
  });
}

}  // namespace eeveon::pg
