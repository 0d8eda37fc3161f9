#include "adapters/postgres/pipeline.hpp"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <utility>

#include "adapters/postgres/binary.hpp"
#include "adapters/postgres/bounded.hpp"
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

result<std::unique_ptr<pipeline>> pipeline::open(const std::string& url, std::chrono::milliseconds patience) {
  std::unique_ptr<pipeline> made(new pipeline(PQconnectdb(bounded(url).c_str()), patience));
  if (!made->alive()) return std::unexpected(made->failed(PQerrorMessage(made->connection_)));
  PQsetNoticeProcessor(made->connection_, [](void*, const char*) {}, nullptr);
  PQsetnonblocking(made->connection_, 1);  // sending must not hang either
  bool set = PQsendQuery(made->connection_, statement("session_hot")) == 1;
  while (PGresult* const one = made->next_result()) {
    set &= PQresultStatus(one) == PGRES_COMMAND_OK;
    PQclear(one);
  }
  if (!set || !made->alive()) return std::unexpected(made->failed(PQerrorMessage(made->connection_)));
  PQenterPipelineMode(made->connection_);
  return made;
}

pipeline::~pipeline() { PQfinish(connection_); }

bool pipeline::alive() const { return !given_up_ && PQstatus(connection_) == CONNECTION_OK; }

void pipeline::give_up() {
  given_up_ = true;
  ::shutdown(PQsocket(connection_),
             SHUT_RDWR);  // libpq reads the end of the connection, and waits for no more
}

int pipeline::socket() const { return PQsocket(connection_); }

bool pipeline::waits() {
  PQflush(connection_);
  return PQconsumeInput(connection_) == 1 && alive() && PQisBusy(connection_) == 1;
}

failure pipeline::failed(const char* text) {
  if (given_up_) return {errc::unavailable, "PostgreSQL does not answer", "postgres"};
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

// PQgetResult with a limit to its waiting.
PGresult* pipeline::next_result() {
  while (alive() && PQisBusy(connection_) == 1) {
    const short unsent = PQflush(connection_) == 1 ? POLLOUT : 0;
    pollfd socket{PQsocket(connection_), static_cast<short>(POLLIN | unsent), 0};
    const int ready = poll(&socket, 1, static_cast<int>(patience_.count()));
    if (ready == 0) give_up();
    if (ready > 0 && PQconsumeInput(connection_) == 0) break;
  }
  return PQgetResult(connection_);
}

result<std::vector<rows>> pipeline::collect() {
  std::vector<rows> answers;
  std::string trouble;
  sqlstate_.clear();
  if (!std::exchange(synced_, false)) PQpipelineSync(connection_);
  for (const auto& preparing : flight_) {
    PGresult* const got = next_result();
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
    if (PGresult* const end = next_result()) {
      const rows held(end);
      confirmed_ = PQresultStatus(end) == PGRES_PIPELINE_SYNC;
    }
  if (trouble.empty() && alive()) return answers;
  return std::unexpected(failed(trouble.empty() ? PQerrorMessage(connection_) : trouble.c_str()));
}

}  // namespace eeveon::pg
