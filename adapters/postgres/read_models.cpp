#include "adapters/postgres/read_models.hpp"

#include <algorithm>

#include "adapters/blocking/pool.hpp"
#include "adapters/postgres/limits.hpp"
#include "adapters/postgres/parameters.hpp"
#include "adapters/postgres/session.hpp"
#include "core/base/failpoint.hpp"

namespace eeveon::pg {
namespace {

using rows_result = result<std::vector<view_row>>;

view_row to_row(const pqxx::row& row) {
  view_row out;
  out.kind = row[0].as<std::string>();
  out.key = row[1].as<std::string>();
  out.position = row[2].as<std::int64_t>();
  out.project = row[3].as<std::string>();
  out.environment = row[4].as<std::string>();
  out.status = row[5].as<std::string>();
  out.sort = row[6].as<std::int64_t>();
  out.body = pqxx::binarystring(row[7]).str();
  return out;
}

std::vector<view_row> to_rows(const pqxx::result& found) {
  std::vector<view_row> all;
  for (const auto& row : found) all.push_back(to_row(row));
  return all;
}

void upsert(pqxx::work& work, const std::vector<view_row>& rows) {
  array kinds(oid::text), keys(oid::text), positions(oid::int8), projects(oid::text), environments(oid::text),
      statuses(oid::text), sorts(oid::int8), bodies(oid::bytea);
  for (const auto& row : rows) {
    kinds.add(row.kind);
    keys.add(row.key);
    positions.add(row.position);
    projects.add(row.project);
    environments.add(row.environment);
    statuses.add(row.status);
    sorts.add(row.sort);
    bodies.add(row.body);
  }
  execute(work, "store_view_rows", binary(std::move(kinds)), binary(std::move(keys)),
          binary(std::move(positions)), binary(std::move(projects)), binary(std::move(environments)),
          binary(std::move(statuses)), binary(std::move(sorts)), binary(std::move(bodies)));
}

class postgres_read_models final : public read_models {
 public:
  postgres_read_models(std::string url, asio::any_io_executor io)
      : pool_(std::move(io), 2, request_limit, [url] { return session(url); }) {}

  asio::awaitable<rows_result> load(std::string kind, std::vector<std::string> keys) override {
    return pool_.run([=](session& s) {
      return s.run([&](pqxx::work& work) -> rows_result {
        return to_rows(execute(work, "load_view_rows", kind, text_array(keys)));
      });
    });
  }

  asio::awaitable<rows_result> load_all(std::string kind) override {
    return pool_.run([=](session& s) {
      return s.run([&](pqxx::work& work) -> rows_result {
        return to_rows(execute(work, "load_all_view_rows", kind));
      });
    });
  }

  asio::awaitable<result<stored_views>> resume(std::string checkpoint_name, std::vector<std::string> whole,
                                               std::vector<std::string> others, int newest) override {
    return pool_.run(labour_limit, [=](session& s) {
      return s.run([&](pqxx::work& work) -> result<stored_views> {
        stored_views out;
        for (const auto& row :
             execute(work, "resume_views", checkpoint_name, text_array(whole), text_array(others), newest)) {
          out.position = row[8].as<std::int64_t>();
          if (!row[0].is_null()) out.rows.push_back(to_row(row));
        }
        return out;
      });
    });
  }

  asio::awaitable<result<>> store(std::vector<view_row> rows, checkpoint_move move) override {
    // In key order, so that two projectors never wait for each other in a circle.
    std::ranges::sort(rows, {}, [](const view_row& row) { return std::tie(row.kind, row.key); });
    return pool_.run(labour_limit, [rows = std::move(rows), move = std::move(move)](session& s) {
      return s.run([&](pqxx::work& work) -> result<> {
        execute(work, "touch_checkpoint", move.name);
        if (execute(work, "move_checkpoint", move.name, move.from, move.to).affected_rows() == 0)
          return fail(errc::conflict, "checkpoint " + move.name + " is not at " + std::to_string(move.from),
                      move.name);
        if (EEVEON_SEEDED_BUG("checkpoint_outside_transaction"))
          execute(work, "commit"), execute(work, "begin");
        if (!rows.empty()) upsert(work, rows);
        EEVEON_FAILPOINT("P2");
        return {};
      });
    });
  }

  asio::awaitable<rows_result> list(view_filter filter) override {
    return pool_.run([filter = std::move(filter)](session& s) {
      return s.run([&](pqxx::work& work) -> rows_result {
        return to_rows(execute(work, "list_view_rows", filter.kind, filter.project, filter.environment,
                               filter.status, filter.before_sort, filter.limit));
      });
    });
  }

  asio::awaitable<result<>> clear(std::string checkpoint_name) override {
    return pool_.run(labour_limit, [=](session& s) {
      return s.run([&](pqxx::work& work) -> result<> {
        execute(work, "touch_checkpoint", checkpoint_name);
        execute(work, "reset_checkpoint", checkpoint_name);
        execute(work, "clear_view_rows");
        return {};
      });
    });
  }

 private:
  blocking::pool<session> pool_;
};

}  // namespace

std::unique_ptr<read_models> make_read_models(std::string url, asio::any_io_executor io) {
  return std::make_unique<postgres_read_models>(std::move(url), std::move(io));
}

}  // namespace eeveon::pg
