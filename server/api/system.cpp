#include "server/api/system.hpp"

#include "server/api/handlers.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/text_serializer.h>

namespace eeveon::api {
namespace {

asio::awaitable<http_reply> alive(request_context) { co_return http::json_reply(200, "{\"status\":\"ok\"}"); }

asio::awaitable<http_reply> show(std::shared_ptr<const std::string> document, request_context) {
  co_return http::json_reply(200, *document);
}

asio::awaitable<http_reply> ready(parts& with, request_context) {
  auto head = co_await with.events.head();
  if (!head) {
    const bool silent = head.error().code == errc::timed_out;  // no details: whoever asks is not known
    auto reply = http::problem(503, silent ? "PostgreSQL does not answer" : "the database cannot be reached",
                               "unavailable");
    reply.headers.emplace_back("Retry-After", "2");
    co_return reply;
  }
  if (!with.picture.ready())
    co_return http::problem(503, "the server is still reading the log", "unavailable");
  co_return http::json_reply(
      200, json::serialize(
               json::object{{"status", "ok"}, {"position", *head}, {"folded", with.picture.position()}}));
}

asio::awaitable<http_reply> show_metrics(parts& with, metrics& numbers, request_context) {
  numbers.log_at(with.grown.newest(), with.picture.position());
  http_reply reply;
  reply.headers.emplace_back("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
  reply.body = numbers.text();
  co_return reply;
}

}  // namespace

metrics::metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      requests_(prometheus::BuildCounter()
                    .Name("eeveon_http_requests_total")
                    .Help("Requests served.")
                    .Register(*registry_)),
      seconds_(prometheus::BuildHistogram()
                   .Name("eeveon_http_request_duration_seconds")
                   .Help("From head to answer.")
                   .Register(*registry_)),
      appended_(prometheus::BuildGauge()
                    .Name("eeveon_log_position")
                    .Help("Newest position this server knows of.")
                    .Register(*registry_)
                    .Add({})),
      folded_(prometheus::BuildGauge()
                  .Name("eeveon_feed_position")
                  .Help("Position up to which this server has folded the log.")
                  .Register(*registry_)
                  .Add({})) {}

void metrics::served(const http::served& what) {
  auto& [requests, seconds] = kept_[{what.pattern, what.method, what.status / 100}];
  if (!requests) {
    const std::string route(what.pattern.empty() ? "none" : what.pattern);
    const std::string status = std::to_string(what.status / 100) + "xx";
    static const prometheus::Histogram::BucketBoundaries bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                                0.05,   0.1,   0.25,   1,     5};
    requests = &requests_.Add({{"route", route}, {"method", std::string(what.method)}, {"status", status}});
    seconds = &seconds_.Add({{"route", route}}, bounds);
  }
  requests->Increment();
  seconds->Observe(static_cast<double>(what.took.count()) / 1e6);
}

void metrics::log_at(std::int64_t appended, std::int64_t folded) {
  appended_.Set(static_cast<double>(appended));
  folded_.Set(static_cast<double>(folded));
}

std::string metrics::text() const { return prometheus::TextSerializer().Serialize(registry_->Collect()); }

std::vector<http::route> whole_table(parts& with, metrics& numbers, hooks::github_parts& hooked,
                                     std::string_view version) {
  auto table = routes(with);
  for (auto& row : hooks::routes(hooked)) table.push_back(std::move(row));
  const auto description = std::make_shared<std::string>();
  table.push_back({.method = "GET",
                   .pattern = "/healthz",
                   .needs = http::access::anonymous,
                   .summary = "Tells that the process is alive.",
                   .serve = alive,
                   .answers = {200}});
  table.push_back({.method = "GET",
                   .pattern = "/readyz",
                   .needs = http::access::anonymous,
                   .summary = "Tells whether the server can serve.",
                   .serve = [&with](request_context c) { return ready(with, std::move(c)); },
                   .answers = {200, 503}});
  table.push_back(
      {.method = "GET",
       .pattern = "/metrics",
       .summary = "Numbers for Prometheus.",
       .serve = [&with, &numbers](request_context c) { return show_metrics(with, numbers, std::move(c)); },
       .answers = {200}});
  table.push_back({.method = "GET",
                   .pattern = "/openapi.json",
                   .summary = "This description.",
                   .serve = [description](request_context c) { return show(description, std::move(c)); },
                   .answers = {200}});
  *description = describe(table, version);
  return table;
}

}  // namespace eeveon::api
