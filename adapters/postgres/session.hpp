// A libpqxx connection for everything that is not the hot path: statements by name, library exceptions as
// values.
#pragma once

#include <memory>
#include <pqxx/pqxx>
#include <string>

#include "core/base/failure.hpp"

namespace eeveon::pg {

class session {
 public:
  explicit session(std::string url) : url_(std::move(url)) {}

  // Calls work(pqxx::work&) in a transaction and commits it; work returns a result, whose failure rolls back.
  // A connection that died unused is replaced; once work has begun, nothing is repeated by itself.
  template <class Work>
  auto run(Work work) -> decltype(work(std::declval<pqxx::work&>())) {
    try {
      const auto transaction = begin();
      auto answer = work(*transaction);
      if (answer) transaction->commit();
      return answer;
    } catch (const std::exception& error) {
      return std::unexpected(explain(error));
    }
  }

 private:
  void open();
  std::unique_ptr<pqxx::work> begin();
  failure explain(const std::exception& error);

  std::string url_;
  std::unique_ptr<pqxx::connection> connection_;
};

// Executes sql/<name>.sql with parameters ($1, $2, …).
template <class... Parameters>
pqxx::result execute(pqxx::work& work, const char* name, const Parameters&... parameters) {
  return work.exec_prepared(name, parameters...);
}

}  // namespace eeveon::pg
