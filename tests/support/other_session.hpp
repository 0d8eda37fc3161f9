// Somebody else on the same PostgreSQL, who holds locks and cancels the statements that wait for them.
#pragma once

#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "tests/support/postgres_fixture.hpp"

namespace eeveon::test {

// Somebody whose locks others have to wait for, and who is never the one to end a deadlock.
class other_session {
 public:
  other_session() { holding_.exec("SET LOCAL deadlock_timeout = '1min'"); }
  void lock(const std::string& rows) { holding_.exec(rows); }
  void let_go() { holding_.abort(); }
  void wait_until_somebody_waits() {
    while (ask("SELECT pid::text" + waiting_).empty()) {
    }
  }
  // The transactions whose statements were cancelled, by when they began.
  std::vector<std::string> cancel_waiting() {
    return ask("SELECT xact_start::text, pg_cancel_backend(pid)" + waiting_);
  }

 private:
  const std::string waiting_ =
      " FROM pg_stat_activity WHERE usename = 'eeveon_app' AND wait_event_type = 'Lock'";
  std::vector<std::string> ask(const std::string& query) {
    std::vector<std::string> out;
    pqxx::nontransaction looking(second_);
    for (const auto& row : looking.exec(query)) out.emplace_back(row[0].c_str());
    return out;
  }
  pqxx::connection first_{shared_postgres().admin_url()}, second_{shared_postgres().admin_url()};
  pqxx::work holding_{first_};
};

}  // namespace eeveon::test
