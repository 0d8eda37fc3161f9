#include "server/api/system.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/text_serializer.h>

namespace eeveon::api {
namespace {

asio::awaitable<http_reply> alive(request_context) { co_return http::json_reply(200, "{\"status\":\"ok\"}"); }

asio::awaitable<http_reply> ready(parts& with, request_context) {
  auto head = co_await with.events.head();
  if (!head) {
    auto reply = http::problem(503, "the database cannot be reached", "unavailable");
    reply.headers.emplace_back("Retry-After", "2");
    co_return reply;
  }
  if (!with.picture.ready()) co_return http::problem(503, "the server is still reading the log", "unavailable");
  co_return http::json_reply(200, json::serialize(json::object{{"status", "ok"}, {"position", *head}, {"folded", with.picture.position()}}));
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
      requests_(prometheus::BuildCounter().Name("eeveon_http_requests_total").Help("Requests served.").Register(*registry_)),
      seconds_(prometheus::BuildHistogram().Name("eeveon_http_request_duration_seconds").Help("From head to answer.").Register(*registry_)),
      appended_(prometheus::BuildGauge().Name("eeveon_log_position").Help("Newest position this server knows of.").Register(*registry_).Add({})),
      folded_(prometheus::BuildGauge().Name("eeveon_feed_position").Help("Position up to which this server has folded the log.").Register(*registry_).Add({})) {}

void metrics::served(const http::served& what) {
  const std::string route(what.pattern.empty() ? "none" : what.pattern);
  const std::string status = std::to_string(what.status / 100) + "xx";
  requests_.Add({{"route", route}, {"method", std::string(what.method)}, {"status", status}}).Increment();
  static const prometheus::Histogram::BucketBoundaries bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};
  seconds_.Add({{"route", route}}, bounds).Observe(static_cast<double>(what.took.count()) / 1e6);
}

void metrics::log_at(std::int64_t appended, std::int64_t folded) {
  appended_.Set(static_cast<double>(appended));
  folded_.Set(static_cast<double>(folded));
}

std::string metrics::text() const { return prometheus::TextSerializer().Serialize(registry_->Collect()); }

std::string describe(const std::vector<http::route>& table, std::string_view version) {
  json::object paths;
  for (const auto& row : table) {
    const std::string pattern(row.pattern);
    auto& path = paths[pattern];
    if (!path.is_object()) path = json::object{};
    json::array parameters;
    for (std::size_t at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1))
      parameters.push_back(json::object{{"name", pattern.substr(at + 1, pattern.find('}', at) - at - 1)}, {"in", "path"}, {"required", true},
                                        {"schema", {{"type", "string"}}}});
    std::string method(row.method);
    for (char& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    json::object operation{{"summary", row.summary},
                           {"responses", {{"default", {{"description", "The answer, or application/problem+json (RFC 9457)."}}}}}};
    if (!parameters.empty()) operation["parameters"] = std::move(parameters);
    if (row.needs == http::access::signed_in) operation["security"] = {{{"token", json::array{}}}, {{"session", json::array{}}}};
    else operation["security"] = json::array{};
    if (row.method == "POST" || row.method == "PUT")
      operation["requestBody"] = {{"content", {{"application/json", {{"schema", {{"type", "object"}}}}}}}};
    path.get_object()[method] = std::move(operation);
  }
  return json::serialize(json::object{
      {"openapi", "3.1.0"},
      {"info", {{"title", "Eeveon"}, {"version", version}}},
      {"paths", std::move(paths)},
      {"components", {{"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
                                           {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "eeveon_session"}}}}}}}});
}

std::vector<http::route> system_routes(parts& with, metrics& numbers) {
  using http::access;
  std::vector<http::route> out;
  out.push_back({"GET", "/healthz", access::anonymous, "Tells that the process is alive.", [](request_context c) { return alive(std::move(c)); }});
  out.push_back({"GET", "/readyz", access::anonymous, "Tells whether the server can serve.", [&with](request_context c) { return ready(with, std::move(c)); }});
  out.push_back({"GET", "/metrics", access::signed_in, "Numbers for Prometheus.", [&with, &numbers](request_context c) { return show_metrics(with, numbers, std::move(c)); }});
  return out;
}

}  // namespace eeveon::api
