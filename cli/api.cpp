#include "cli/api.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <optional>

#include "cli/field.hpp"
#include "cli/print.hpp"
#include "ports/http_client.hpp"

namespace eeveon::cli {
namespace {

constexpr std::array codes{errc::invalid,      errc::not_found,      errc::conflict,        errc::refused,
                           errc::unauthorized, errc::duplicate_body, errc::fenced,          errc::unavailable,
                           errc::timed_out,    errc::cancelled,      errc::unknown_outcome, errc::too_large,
                           errc::io,           errc::corrupt};

errc code_of_status(int status) {
  switch (status) {
    case 400:
    case 405:
    case 415: return errc::invalid;
    case 401:
    case 403: return errc::unauthorized;
    case 404: return errc::not_found;
    case 409: return errc::conflict;
    case 413: return errc::too_large;
    case 422: return errc::refused;
    case 429:
    case 502:
    case 503: return errc::unavailable;
    default: return errc::io;
  }
}

constexpr std::string_view request_id = "X-Request-Id";

std::string value_of(const std::vector<std::pair<std::string, std::string>>& headers, std::string_view name) {
  for (const auto& [each, value] : headers)
    if (each.size() == name.size() && strncasecmp(each.data(), name.data(), name.size()) == 0) return value;
  return {};
}

// Runs one question to its end. The command line has nothing else to do meanwhile.
result<http_answer> wait_for(http_client& client, http_ask ask) {
  asio::io_context io{1};
  std::optional<result<http_answer>> answer;
  asio::co_spawn(io, client.send(std::move(ask)), [&](std::exception_ptr thrown, result<http_answer> came) {
    if (thrown) std::rethrow_exception(thrown);
    answer = std::move(came);
  });
  io.run();
  return std::move(*answer);
}

// A sign-in page of a proxy, or another program's answer, must not pass for "done".
std::unexpected<failure> not_ours(std::string_view what) {
  return fail(
      errc::unavailable,
      fmt::format("{}, as Eeveon never answers: does the address lead to a proxy or to another program? "
                  "(--url or EEVEON_URL names another)",
                  what));
}

// "text/csv" of "Text/CSV; charset=utf-8".
bool is_of_type(const api_reply& reply, std::string_view type) {
  const auto given = reply.header("Content-Type");
  return given.size() >= type.size() && strncasecmp(given.data(), type.data(), type.size()) == 0 &&
         (given.size() == type.size() || given[type.size()] == ';' || given[type.size()] == ' ');
}

}  // namespace

std::string api_reply::header(std::string_view name) const { return value_of(headers, name); }

failure failure_of(const api_reply& reply) {
  failure out{.code = code_of_status(reply.status),
              .detail = text_of(reply.body, "detail"),
              .where = text_of(reply.body, "field")};
  for (const auto code : codes)
    if (text_of(reply.body, "code") == to_string(code)) out.code = code;
  if (out.detail.empty()) out.detail = text_of(reply.body, "title");
  if (out.detail.empty()) out.detail = fmt::format("the server answered {}", reply.status);
  // What an administrator needs to find it in the server's log.
  auto request = text_of(reply.body, "request_id");
  if (request.empty()) request = plain(reply.header(request_id));
  if (!request.empty()) out.detail += fmt::format(" (request {})", request);
  if (reply.status == 401)
    out.detail += " (set EEVEON_TOKEN, or use --token; `eeveon up` leaves one in DIR/admin-token)";
  return out;
}

api::api(settings where, std::unique_ptr<http_client> client)
    : where_(std::move(where)), client_(std::move(client)) {}
api::api(api&&) noexcept = default;
api::~api() = default;

result<api_reply> api::send(std::string method, std::string path, const json::value& body,
                            std::string accept) {
  http_ask ask{.method = std::move(method), .url = where_.url + path};
  ask.headers = {{"Accept", std::move(accept)}};
  ask.timeout = where_.patience;
  ask.answer_cap = 64 << 20;
  if (!where_.token.empty()) ask.headers.emplace_back("Authorization", "Bearer " + where_.token);
  if (!body.is_null()) {
    ask.headers.emplace_back("Content-Type", "application/json");
    ask.body = json::serialize(body);
  }
  const auto began = std::chrono::steady_clock::now();
  const auto line = ask.method + " " + path;
  auto answer = wait_for(*client_, std::move(ask));
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
  const auto id = answer ? plain(value_of(answer->headers, request_id)) : std::string{};
  if (where_.verbose)
    complain(
        plain(fmt::format("{} -> {} in {} ms{}", line, answer ? fmt::to_string(answer->status) : "no answer",
                          took.count(), id.empty() ? "" : ", request " + id)));
  if (!answer) {
    auto why = answer.error();
    const auto data = default_data_folder();
    const bool idle = read_line_of(data + "/ready").empty() && !read_line_of(data + "/admin-token").empty();
    why.detail =
        fmt::format("cannot reach {}: {} ({} --url or EEVEON_URL names another)", where_.url, why.detail,
                    idle ? "no `eeveon up` runs on " + data + ";" : "is the server running?");
    why.where.clear();
    return std::unexpected(std::move(why));
  }
  api_reply out{.status = answer->status,
                .body = nullptr,
                .text = std::move(answer->body),
                .headers = std::move(answer->headers)};
  boost::system::error_code not_json;
  out.body = json::parse(out.text, not_json);
  if (not_json) out.body = nullptr;
  if (out.status < 200 || (out.status >= 300 && out.status < 400))
    return not_ours(fmt::format("{} answered {}", where_.url, out.status));
  return out;
}

result<json::value> document_of(result<api_reply> reply) {
  if (!reply) return std::unexpected(std::move(reply.error()));
  if (reply->status >= 400) return std::unexpected(failure_of(*reply));
  if (reply->status != 204 && !reply->body.is_object()) return not_ours("what came is no JSON object");
  return std::move(reply->body);
}

result<json::value> api::get(std::string path) { return document_of(send("GET", std::move(path))); }
result<json::value> api::post(std::string path, const json::value& body) {
  return document_of(send("POST", std::move(path), body));
}
result<json::value> api::put(std::string path, const json::value& body) {
  return document_of(send("PUT", std::move(path), body));
}
// DELETE has no body, but as every mutation it must say JSON, so that no form of another site can send it.
result<json::value> api::remove(std::string path) {
  return document_of(send("DELETE", std::move(path), json::object{}));
}

result<api_reply> api::read(std::string path, std::string accept) {
  auto reply = send("GET", std::move(path), nullptr, accept);
  if (!reply) return reply;
  if (reply->status >= 400) return std::unexpected(failure_of(*reply));
  if (!is_of_type(*reply, accept)) return not_ours("what came is not " + accept);
  return reply;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string with_query(std::string path, const std::vector<std::pair<std::string, std::string>>& parameters) {
  char mark = '?';
  for (const auto& [name, value] : parameters) {
    if (value.empty()) continue;
    path += mark + name + "=" + escaped(value);
    mark = '&';
  }
  return path;
}

}  // namespace eeveon::cli
