#include "adapters/postgres/pipeline.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <utility>

#include "adapters/postgres/binary.hpp"
#include "adapters/postgres/statements.hpp"

namespace eeveon::pg {
namespace {
std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }
}  // namespace

rows::rows(pg_result* taken) : result_(taken) {}
void rows::clear::operator()(pg_result* result) const { PQclear(result); }
int rows::size() const { return PQntuples(result_.get()); }
int rows::affected() const { return std::atoi(PQcmdTuples(result_.get())); }
bool rows::is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
std::string_view rows::bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}
std::int64_t rows::number(int row, int column) const { return get_integer(bytes(row, column)); }

result<std::unique_ptr<pipeline>> pipeline::open(const std::string& url) {
  const char* const keys[] = {"dbname", "connect_timeout", "tcp_user_timeout", "application_name", nullptr};
  const char* const values[] = {url.c_str(), "5", "10000", "eeveon", nullptr};
  // A URL in dbname is expanded; what it names itself wins over the defaults that follow only if given later,
  // so the limits here are those of every connection.
  std::unique_ptr<pipeline> made(new pipeline(PQconnectdbParams(keys, values, 1)));
  if (!made->alive()) return std::unexpected(made->failed(PQerrorMessage(made->connection_)));
  PQsetNoticeProcessor(made->connection_, [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, decltype(&PQclear)> set(PQexec(made->connection_, statement("session_hot")),
                                                          PQclear);
  if (PQresultStatus(set.get()) != PGRES_COMMAND_OK)
    return std::unexpected(made->failed(PQerrorMessage(made->connection_)));
  PQenterPipelineMode(made->connection_);
  return made;
}

pipeline::~pipeline() { PQfinish(connection_); }

bool pipeline::alive() const { return PQstatus(connection_) == CONNECTION_OK; }

int pipeline::socket() const { return PQsocket(connection_); }

bool pipeline::waits() { return PQconsumeInput(connection_) == 1 && alive() && PQisBusy(connection_) == 1; }

failure pipeline::failed(const char* text) {
  if (!alive() || sqlstate_.empty() || sqlstate_.starts_with("57P") || sqlstate_.starts_with("08"))
    return {errc::unavailable, "PostgreSQL cannot be used now: " + first_line(text), "postgres"};
  return {errc::io, "PostgreSQL refused a statement: " + first_line(text), sqlstate_};
}

void pipeline::send(std::string_view name, std::vector<std::string> parameters) {
  std::string key(name);
  if (prepared_.insert(key).second) {
    PQsendPrepare(connection_, key.c_str(), statement(name), 0, nullptr);
    flight_.push_back(key);
  }
  std::vector<const char*> values;
  std::vector<int> lengths, formats(parameters.size(), 1);
  for (const auto& p : parameters) {
    values.push_back(p.data());
    lengths.push_back(static_cast<int>(p.size()));
  }
  PQsendQueryPrepared(connection_, key.c_str(), static_cast<int>(values.size()), values.data(),
                      lengths.data(), formats.data(), 1);
  flight_.emplace_back();
}

void pipeline::flush() { PQflush(connection_); }

void pipeline::sync() {
  if (!synced_) synced_ = PQpipelineSync(connection_) == 1;
}

bool pipeline::is_open() {
  sqlstate_.clear();
  pollfd socket{PQsocket(connection_), POLLIN, 0};
  // What an unused connection may bring is its end: first why, then nothing more.
  for (int reads = 0; alive() && reads < 2 && poll(&socket, 1, 0) > 0; ++reads) PQconsumeInput(connection_);
  return alive();
}

result<std::vector<rows>> pipeline::collect() {
  std::vector<rows> answers;
  std::string trouble;
  sqlstate_.clear();
  if (!std::exchange(synced_, false)) PQpipelineSync(connection_);
  for (const auto& preparing : flight_) {
    PGresult* const got = PQgetResult(connection_);
    if (!got) break;
    rows held(got);
    const auto status = PQresultStatus(got);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
      if (preparing.empty()) answers.push_back(std::move(held));
    } else {
      prepared_.erase(preparing);
      if (trouble.empty() && status != PGRES_PIPELINE_ABORTED) {
        trouble = PQresultErrorMessage(got);
        const char* state = PQresultErrorField(got, PG_DIAG_SQLSTATE);
        sqlstate_ = state ? state : "";
      }
    }
    if (!alive()) break;
    PQclear(PQgetResult(connection_));  // the null that ends each statement's results
  }
  flight_.clear();
  confirmed_ = false;
  if (alive())
    if (PGresult* const end = PQgetResult(connection_)) {
      const rows held(end);
      confirmed_ = PQresultStatus(end) == PGRES_PIPELINE_SYNC;
    }
  if (trouble.empty() && alive()) return answers;
  return std::unexpected(failed(trouble.empty() ? PQerrorMessage(connection_) : trouble.c_str()));
}

}  // namespace eeveon::pg
