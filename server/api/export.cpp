#include "server/api/export.hpp"

#include "server/http/accept.hpp"

namespace eeveon::api {

namespace {
constexpr std::string_view json_type = "application/json", csv_type = "text/csv",
                           ndjson_type = "application/x-ndjson";
}

bool accepts(const http_request& request, std::string_view type, std::string_view otherwise) {
  return http::preferred(request, {otherwise, type}) == type;
}

list_form form_of(const http_request& request) {
  const auto wanted = http::preferred(request, {json_type, csv_type, ndjson_type});
  return wanted == csv_type ? list_form::csv : wanted == ndjson_type ? list_form::ndjson : list_form::json;
}

http_reply file_reply(list_form form, std::string_view name, timestamp now, std::string body,
                      const std::string& next) {
  const bool csv = form == list_form::csv;
  http_reply reply;
  reply.headers = {
      {"Content-Type", csv ? "text/csv; charset=utf-8" : "application/x-ndjson"},
      {"Content-Disposition", "attachment; filename=\"eeveon-" + std::string(name) + "-" +
                                  to_rfc3339(now).substr(0, 10) + (csv ? ".csv\"" : ".ndjson\"")}};
  if (!next.empty()) reply.headers.emplace_back("Eeveon-Next", next);
  reply.body = std::move(body);
  return reply;
}

result<std::optional<timestamp>> moment_in(const http_request& request, std::string_view name) {
  const auto text = request.parameter(name);
  if (!text) return std::nullopt;
  const auto parsed = parse_rfc3339(*text);
  if (!parsed)
    return fail(errc::invalid, "must be a time as 2026-11-21T13:37:24Z (in an address a '+' is written %2B)",
                std::string(name));
  return *parsed;
}

}  // namespace eeveon::api
