#include "server/http/reply.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>

#include "server/http/letters.hpp"

namespace eeveon::http {
namespace {

constexpr std::string_view problem_type = "application/problem+json";

constexpr std::string_view security_headers =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'; "
    "require-trusted-types-for 'script'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

// The calendar is worked out once a second, not once a reply.
std::string_view http_date(std::time_t now) {
  static thread_local std::time_t written = -1;
  static thread_local std::array<char, 32> text{};
  static thread_local std::size_t size = 0;
  if (now != written) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    written = now;
  }
  return {text.data(), size};
}

void append(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

bool is_ours(std::string_view name) {  // written by write_head alone
  for (const std::string_view own :
       {"content-length", "transfer-encoding", "connection", "date", "x-request-id"})
    if (equal_ignoring_case(name, own)) return true;
  return false;
}

int status_of(errc code) {
  switch (code) {
    case errc::invalid: return 400;
    case errc::unauthorized: return 401;
    case errc::not_found: return 404;
    case errc::conflict:
    case errc::duplicate_body:
    case errc::fenced: return 409;
    case errc::too_large: return 413;
    case errc::refused: return 422;
    case errc::unavailable:
    case errc::timed_out: return 503;
    case errc::cancelled:
    case errc::unknown_outcome:
    case errc::io:
    case errc::corrupt: return 500;
  }
  return 500;
}

}  // namespace

std::string_view reason_phrase(int status) {
  switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Unknown";
  }
}

http_reply problem(int status, std::string_view detail, std::string_view code, std::string_view field) {
  boost::json::object body{
      {"type", "about:blank"}, {"title", reason_phrase(status)}, {"status", status}, {"detail", detail}};
  if (!code.empty()) body["code"] = code;
  if (!field.empty()) body["field"] = field;
  http_reply reply{status, {{"Content-Type", std::string(problem_type)}}, boost::json::serialize(body)};
  if (status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"eeveon\"");
  if (status == 503 || status == 429) reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

http_reply problem(const failure& reason) {
  return problem(status_of(reason.code), reason.detail, to_string(reason.code), reason.where);
}

void name_request(http_reply& reply, std::string_view id) {
  if (reply.status < 400 || !reply.body.ends_with('}') || reply.headers.empty() ||
      reply.headers.front().second != problem_type)
    return;
  reply.body.pop_back();
  reply.body.append(",\"request_id\":\"").append(id).append("\"}");
}

http_reply json_reply(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string write_head(const http_reply& reply, const reply_context& context) {
  std::string out;
  out.reserve(security_headers.size() + 512);
  out += "HTTP/1.1 ";
  append(out, static_cast<std::uint64_t>(reply.status));
  out += ' ';
  out += reason_phrase(reply.status);
  out += "\r\nDate: ";
  out += http_date(context.now);
  out += "\r\n";
  if (may_have_body(reply.status)) {
    out += "Content-Length: ";
    append(out, reply.body.size());
    out += "\r\n";
  }
  if (!context.request_id.empty()) out.append("X-Request-Id: ").append(context.request_id).append("\r\n");
  bool cacheable = false;
  for (const auto& [name, value] : reply.headers) {
    if (is_ours(name) || !std::ranges::all_of(name, is_token) || !std::ranges::all_of(value, is_field_text))
      continue;
    cacheable |= equal_ignoring_case(name, "cache-control");
    out.append(name).append(": ").append(value).append("\r\n");
  }
  if (!cacheable) out += "Cache-Control: no-store\r\n";
  out += security_headers;
  if (context.secure) out += "Strict-Transport-Security: max-age=31536000\r\n";
  if (context.close) out += "Connection: close\r\n";
  out += "\r\n";
  return out;
}

}  // namespace eeveon::http
