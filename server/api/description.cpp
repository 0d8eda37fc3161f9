// OpenAPI 3.1, made of the route table itself: what is not in the table is not in the document, and the other
// way round.
#include "server/api/system.hpp"

namespace eeveon::api {
namespace {

json::object parameter(std::string_view name, std::string_view in, bool required, std::string_view type,
                       std::string_view meaning) {
  json::object out{{"name", name}, {"in", in}, {"required", required}, {"schema", {{"type", type}}}};
  if (!meaning.empty()) out["description"] = meaning;
  return out;
}

json::array parameters_of(const http::route& row) {
  json::array out;
  const auto& pattern = row.pattern;
  for (auto at = pattern.find('{'); at != pattern.npos; at = pattern.find('{', at + 1))
    out.push_back(
        parameter(pattern.substr(at + 1, pattern.find('}', at) - at - 1), "path", true, "string", ""));
  for (const auto& one : row.query)
    out.push_back(parameter(one.name, "query", one.required, one.type, one.meaning));
  if (row.keyed)
    out.push_back(parameter("Idempotency-Key", "header", false, "string",
                            "A repeat under the same key is answered the same and done once."));
  return out;
}

json::object body_of(const http::route& row) {
  json::object properties;
  json::array required;
  for (const auto& one : row.body) {
    properties[one.name] = json::object{{"type", one.type}, {"description", one.meaning}};
    if (one.required) required.push_back(json::value(one.name));
  }
  json::object schema{{"type", "object"}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return {{"required", schema.contains("required")},
          {"content", {{"application/json", {{"schema", std::move(schema)}}}}}};
}

// Every answer names its request.
json::object named_headers() { return {{"X-Request-Id", {{"$ref", "#/components/headers/X-Request-Id"}}}}; }

json::object responses_of(const http::route& row) {
  json::object out;
  const auto add = [&](int status) {
    out[std::to_string(status)] =
        json::object{{"description", http::reason_phrase(status)}, {"headers", named_headers()}};
  };
  for (const auto status : row.answers) add(status);
  if (row.needs != http::access::anonymous) add(401);
  out["default"] = json::object{
      {"description",
       "A problem (RFC 9457): type, title, status, detail, code, field, request_id; errors for several."},
      {"headers", named_headers()},
      {"content", {{"application/problem+json", {{"schema", {{"type", "object"}}}}}}}};
  return out;
}

json::object operation_of(const http::route& row) {
  json::object out{{"summary", row.summary}, {"responses", responses_of(row)}};
  if (auto parameters = parameters_of(row); !parameters.empty()) out["parameters"] = std::move(parameters);
  if (!row.body.empty()) out["requestBody"] = body_of(row);
  out["security"] =
      row.needs == http::access::signed_in
          ? json::array{json::object{{"token", json::array{}}}, json::object{{"session", json::array{}}}}
      : row.needs == http::access::signed_body ? json::array{json::object{{"signature", json::array{}}}}
                                               : json::array{};
  return out;
}

}  // namespace

std::string describe(const std::vector<http::route>& table, std::string_view version) {
  json::object paths;
  for (const auto& row : table) {
    std::string method(row.method);
    for (char& c : method) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    auto& path = paths[row.pattern];
    if (!path.is_object()) path = json::object{};
    path.get_object()[method] = operation_of(row);
  }
  return json::serialize(json::object{
      {"openapi", "3.1.0"},
      {"info", {{"title", "Eeveon"}, {"version", version}}},
      {"paths", std::move(paths)},
      {"components",
       {{"headers",
         {{"X-Request-Id",
           {{"description",
             "Names the request in the server's log: the one it came with, where that is 1 to 64 of A-Z a-z "
             "0-9 . _ -, else one made here."},
            {"schema", {{"type", "string"}}}}}}},
        {"securitySchemes",
         {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
          {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", http::session_cookie_name(false)}}},
          {"signature",
           {{"type", "apiKey"},
            {"in", "header"},
            {"name", "X-Hub-Signature-256"},
            {"description", "HMAC-SHA256 of the body."}}}}}}}});
}

}  // namespace eeveon::api
