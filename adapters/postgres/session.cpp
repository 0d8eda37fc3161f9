#include "adapters/postgres/session.hpp"

#include "adapters/postgres/bounded.hpp"
#include "adapters/postgres/not_now.hpp"
#include "adapters/postgres/statements.hpp"
#include "core/base/embedded.hpp"

namespace eeveon::pg {
namespace {
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }
}  // namespace

void session::open() {
  if (connection_ && connection_->is_open()) return;
  connection_ = std::make_unique<pqxx::connection>(bounded(url_));
  pqxx::nontransaction(*connection_).exec(statement("session"));
  for (const auto& file : embedded::sql()) {
    const std::string name(file.path.substr(0, file.path.rfind('.')));
    connection_->prepare(name, statement(name));
  }
}

std::unique_ptr<pqxx::work> session::begin() {
  open();
  try {
    return std::make_unique<pqxx::work>(*connection_);
  } catch (const pqxx::broken_connection&) {
    connection_.reset();
    open();
    return std::make_unique<pqxx::work>(*connection_);
  }
}

failure session::explain(const std::exception& error) {
  if (dynamic_cast<const pqxx::broken_connection*>(&error)) {
    connection_.reset();
    return {errc::unavailable, "PostgreSQL cannot be used now: " + first_line(error.what()), "postgres"};
  }
  if (dynamic_cast<const pqxx::in_doubt_error*>(&error) ||
      dynamic_cast<const pqxx::statement_completion_unknown*>(&error)) {
    connection_.reset();
    return {errc::unknown_outcome, "PostgreSQL did not say whether it committed", "postgres"};
  }
  if (dynamic_cast<const pqxx::unique_violation*>(&error))
    return {errc::conflict, first_line(error.what()), "postgres"};
  if (dynamic_cast<const pqxx::transaction_rollback*>(&error)) return not_answered_now("40");
  if (const auto* refused = dynamic_cast<const pqxx::sql_error*>(&error);
      refused && is_passing(refused->sqlstate()))
    return not_answered_now(refused->sqlstate());
  return {errc::io, "PostgreSQL refused a statement: " + first_line(error.what()), "postgres"};
}

}  // namespace eeveon::pg
