// The whole table of a server, and the routes about the server itself: is it alive, is it ready, its numbers,
// its description.
#pragma once

#include <prometheus/registry.h>

#include <map>
#include <memory>
#include <string_view>
#include <tuple>

#include "server/api/parts.hpp"
#include "server/hooks/github.hpp"
#include "server/http/service.hpp"

namespace eeveon::api {

// Counts what the listener serves and what the log does. Labels are routes and status classes, never a
// client's words.
class metrics {
 public:
  metrics();
  void served(const http::served& what);
  void log_at(std::int64_t appended, std::int64_t folded);
  std::string text() const;

 private:
  std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  // What has been counted before, found without making its labels again. The words are those of the route
  // table.
  struct numbers {
    prometheus::Counter* requests = nullptr;
    prometheus::Histogram* seconds = nullptr;
  };
  std::map<std::tuple<std::string_view, std::string_view, int>, numbers> kept_;
  prometheus::Gauge& appended_;
  prometheus::Gauge& folded_;
};

// Everything that can be asked for: the API, the hooks, and the server itself. All three outlive the table.
std::vector<http::route> whole_table(parts& with, metrics& numbers, hooks::github_parts& hooked,
                                     std::string_view version);

// OpenAPI 3.1, made of the route table itself.
std::string describe(const std::vector<http::route>& table, std::string_view version);

}  // namespace eeveon::api
