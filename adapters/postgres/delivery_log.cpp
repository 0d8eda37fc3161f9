#include "adapters/postgres/delivery_log.hpp"

#include <algorithm>

#include "adapters/blocking/pool.hpp"
#include "adapters/postgres/compression.hpp"
#include "adapters/postgres/limits.hpp"
#include "adapters/postgres/parameters.hpp"
#include "adapters/postgres/session.hpp"
#include "core/base/json_text.hpp"

namespace eeveon::pg {
namespace {

using deliveries_result = result<std::vector<recorded_delivery>>;

deliveries_result to_deliveries(const pqxx::result& found) {
  std::vector<recorded_delivery> all;
  for (const auto& row : found) {
    auto& out = all.emplace_back();
    out.source = row[0].as<std::string>();
    out.key = row[1].as<std::string>();
    out.received_at.us = row[2].as<std::int64_t>();
    out.body_sha256 = parse_digest(row[3].as<std::string>()).value_or(digest{});
    out.headers = row[4].as<std::string>();
    out.answer = row[5].as<std::string>();
    out.body_kept = row[6].as<bool>();
    out.position = row[7].as<std::int64_t>();
    out.events = row[8].as<int>();
    if (row[9].is_null()) continue;
    const pqxx::binarystring packed(row[9]);
    auto body = expand({packed.get(), packed.size()});
    if (!body) return std::unexpected(std::move(body.error()));
    out.body = std::move(*body);
  }
  return all;
}

// As hooks keep it among a delivery's headers.
std::string kept_event(const std::string& name) {
  if (name.empty()) return {};
  std::string out = "\"x-github-event\":";
  put_json_string(out, name);
  return out;
}

class postgres_delivery_log final : public delivery_log {
 public:
  postgres_delivery_log(std::string url, asio::any_io_executor io)
      : pool_(std::move(io), 1, request_limit, [url] { return session(url); }) {}

  asio::awaitable<deliveries_result> list(delivery_query query) override {
    return pool_.run([query = std::move(query)](session& s) {
      return s.run([&](pqxx::work& work) -> deliveries_result {
        return to_deliveries(execute(work, query.newest_first ? "list_newest_deliveries" : "list_deliveries",
                                     query.source, query.after.received_at.us, query.after.key, query.limit,
                                     query.with_bodies, query.hooks_only, kept_event(query.event),
                                     query.key));
      });
    });
  }

  asio::awaitable<result<std::optional<recorded_delivery>>> read(std::string source,
                                                                 std::string key) override {
    return pool_.run([=](session& s) {
      return s.run([&](pqxx::work& work) -> result<std::optional<recorded_delivery>> {
        auto found = to_deliveries(execute(work, "read_delivery", source, key));
        if (!found) return std::unexpected(std::move(found.error()));
        if (found->empty()) return std::nullopt;
        return std::move(found->front());
      });
    });
  }

  asio::awaitable<result<std::optional<earlier_answer>>> find(std::string source, std::string key) override {
    return pool_.run([=](session& s) {
      return s.run([&](pqxx::work& work) -> result<std::optional<earlier_answer>> {
        const auto found =
            execute(work, "find_deliveries", text_array(std::vector{source}), text_array(std::vector{key}));
        if (found.empty()) return std::nullopt;
        earlier_answer out{.answer = found[0][3].as<std::string>(),
                           .position = found[0][4].as<std::int64_t>()};
        const pqxx::binarystring hash(found[0][2]);
        std::copy_n(hash.get(), std::min(hash.size(), out.body_sha256.bytes.size()),
                    out.body_sha256.bytes.begin());
        return out;
      });
    });
  }

  asio::awaitable<result<int>> empty_bodies(std::chrono::hours age, int limit) override {
    return pool_.run(labour_limit, [=](session& s) {
      return s.run([&](pqxx::work& work) -> result<int> {
        return static_cast<int>(
            execute(work, "empty_bodies", std::int64_t{age.count()}, limit).affected_rows());
      });
    });
  }

 private:
  blocking::pool<session> pool_;
};

}  // namespace

std::unique_ptr<delivery_log> make_delivery_log(std::string url, asio::any_io_executor io) {
  return std::make_unique<postgres_delivery_log>(std::move(url), std::move(io));
}

}  // namespace eeveon::pg
