// A connection that sends several prepared statements in one flight: libpqxx 6.4 can neither pipeline
// prepared statements nor read binary results, and the append path pays for every round trip. Owned by one
// thread.
#pragma once

#include <chrono>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "adapters/postgres/limits.hpp"
#include "core/base/failure.hpp"

struct pg_conn;
struct pg_result;

namespace eeveon::pg {

// Binary rows of one statement.
class rows {
 public:
  explicit rows(pg_result* taken);
  int size() const;
  int affected() const;  // rows touched by INSERT, UPDATE or DELETE
  bool is_null(int row, int column) const;
  std::string_view bytes(int row, int column) const;  // view into this object
  std::int64_t number(int row, int column) const;     // any integer, bool or timestamptz

 private:
  struct clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, clear> result_;
};

class pipeline {
 public:
  // Connects and sets the session's limits; errc::unavailable with the server's reason. Without a byte for
  // `patience` while an answer is due it is given up.
  static result<std::unique_ptr<pipeline>> open(const std::string& url,
                                                std::chrono::milliseconds patience = silence_limit);
  ~pipeline();
  pipeline(const pipeline&) = delete;
  pipeline& operator=(const pipeline&) = delete;

  // Queues sql/<name>.sql with binary parameters; prepared on this connection at its first use.
  void send(std::string_view name, std::vector<std::string> parameters = {});
  // Sends what is queued and waits for every answer, in the order of send. After a failure the rest of the
  // flight was not executed. errc::unavailable: the connection is gone (see alive); otherwise the server
  // refused a statement.
  result<std::vector<rows>> collect();
  // Pushes what is queued to the server without waiting.
  void flush();
  // Ends the flight and sends it, before it is collected. What stands before it is one transaction, unless
  // BEGIN says otherwise.
  void sync();
  // Was the end of the last flight confirmed, and with it the COMMIT of a flight without BEGIN?
  bool confirmed() const { return confirmed_; }

  bool alive() const;
  // Ends it because nothing has come for too long: what was sent may still be executed.
  void give_up();
  bool was_given_up() const { return given_up_; }
  // Readable when something has come. Belongs to the connection.
  int socket() const;
  // Would collect() wait? Reads what has come, and no more.
  bool waits();
  // Looks whether the server has closed a connection that nobody used.
  bool is_open();
  // SQLSTATE of the last refused statement; empty when the connection failed.
  const std::string& sqlstate() const { return sqlstate_; }

 private:
  pipeline(pg_conn* connection, std::chrono::milliseconds patience)
      : connection_(connection), patience_(patience) {}
  failure failed(const char* text);
  pg_result* next_result();

  pg_conn* connection_;
  const std::chrono::milliseconds patience_;
  std::unordered_set<std::string> prepared_;
  std::vector<std::string>
      flight_;  // per queued message: the name a PREPARE travels for, empty for an execution
  std::string sqlstate_;
  bool synced_ = false, confirmed_ = false, given_up_ = false;
};

}  // namespace eeveon::pg
