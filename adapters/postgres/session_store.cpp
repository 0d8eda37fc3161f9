#include "adapters/postgres/session_store.hpp"

#include "adapters/blocking/pool.hpp"
#include "adapters/postgres/limits.hpp"
#include "adapters/postgres/parameters.hpp"
#include "adapters/postgres/session.hpp"

namespace eeveon::pg {
namespace {

using name_result = result<std::optional<std::string>>;

name_result first_text(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  return std::optional(rows[0][0].as<std::string>());
}

class postgres_session_store final : public session_store {
 public:
  postgres_session_store(std::string url, asio::any_io_executor io)
      : pool_(std::move(io), 1, request_limit, [url] { return pg::session(url); }) {}

  asio::awaitable<result<>> create_link(digest token, std::string actor, std::chrono::seconds life) override {
    return write("create_link", binary(token), std::move(actor), std::int64_t{life.count()});
  }
  asio::awaitable<result<std::string>> consume_link(digest token, digest session,
                                                    std::chrono::seconds life) override {
    return pool_.run([=](pg::session& s) {
      return s.run([&](pqxx::work& work) -> result<std::string> {
        const auto used = execute(work, "use_link", binary(token));
        if (used.empty())
          return fail(errc::unauthorized, "this sign-in link is unknown, used or expired", "token");
        auto actor = used[0][0].as<std::string>();
        execute(work, "open_session", binary(session), actor, std::int64_t{life.count()});
        return actor;
      });
    });
  }
  asio::awaitable<result<>> open_session(digest session, std::string actor,
                                         std::chrono::seconds life) override {
    return write("open_session", binary(session), std::move(actor), std::int64_t{life.count()});
  }
  asio::awaitable<name_result> check_session(digest session) override {
    return ask("check_session", session);
  }
  asio::awaitable<result<>> sign_out(digest session) override {
    return write("close_session", binary(session));
  }
  asio::awaitable<result<>> create_token(std::string id, digest token, std::string name) override {
    return write("create_token", std::move(id), binary(token), std::move(name));
  }
  asio::awaitable<name_result> check_token(digest token) override { return ask("check_token", token); }
  asio::awaitable<result<>> revoke_token(std::string id) override {
    return write("revoke_token", std::move(id));
  }

 private:
  template <class... Values>
  asio::awaitable<result<>> write(const char* name, Values... values) {
    return pool_.run([name, values...](pg::session& s) {
      return s.run([&](pqxx::work& work) -> result<> {
        execute(work, name, values...);
        return {};
      });
    });
  }
  asio::awaitable<name_result> ask(const char* name, digest hash) {
    return pool_.run([name, hash](pg::session& s) {
      return s.run(
          [&](pqxx::work& work) -> name_result { return first_text(execute(work, name, binary(hash))); });
    });
  }

  blocking::pool<pg::session> pool_;
};

}  // namespace

std::unique_ptr<session_store> make_session_store(std::string url, asio::any_io_executor io) {
  return std::make_unique<postgres_session_store>(std::move(url), std::move(io));
}

}  // namespace eeveon::pg
