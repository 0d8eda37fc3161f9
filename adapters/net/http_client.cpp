#include "adapters/net/http_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/url/parse.hpp>
#include <optional>

#include "adapters/net/resolve.hpp"

namespace eeveon {
namespace {

namespace beast = boost::beast;
using clock = std::chrono::steady_clock;
using answer_parser = beast::http::response_parser<beast::http::string_body>;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

struct target {
  bool secure = false;
  std::string host;  // as it is looked up and verified
  std::string port;
  std::string authority, path;
};

result<target> target_of(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed || (parsed->scheme() != "http" && parsed->scheme() != "https"))
    return fail(errc::invalid, "The address must start with http:// or https://.", "url");
  if (parsed->has_userinfo() || parsed->host_address().empty())
    return fail(errc::invalid, "The address must name a host, and no user.", "url");
  target out;
  out.secure = parsed->scheme() == "https";
  out.host = parsed->host_address();
  out.port = parsed->port().empty() ? (out.secure ? "443" : "80") : std::string(parsed->port());
  out.authority = std::string(parsed->encoded_host_and_port());
  out.path = std::string(parsed->encoded_path());
  if (out.path.empty()) out.path = "/";
  if (parsed->has_query()) out.path += '?' + std::string(parsed->encoded_query());
  return out;
}

// The request as it goes over the wire.
result<std::string> message_of(const http_ask& ask, const target& where) {
  const auto splits_lines = [](const std::string& text) {
    return text.find_first_of("\r\n") != std::string::npos;
  };
  if (ask.method.empty() || !std::ranges::all_of(ask.method, [](char c) { return c >= 'A' && c <= 'Z'; }))
    return fail(errc::invalid, "A method is a word in capital letters.", ask.method);
  beast::http::fields said;  // whoever asks may say these otherwise
  said.set(beast::http::field::host, where.authority);
  said.set(beast::http::field::user_agent, "eeveon");
  for (const auto& [name, value] : ask.headers) {
    if (splits_lines(name) || splits_lines(value))
      return fail(errc::invalid, "A header holds a line break.", name);
    said.set(name, value);
  }
  said.set(beast::http::field::connection, "close");
  if (!ask.body.empty() || ask.method.starts_with('P'))  // POST, PUT and PATCH bring one, be it empty
    said.set(beast::http::field::content_length, std::to_string(ask.body.size()));
  auto out = fmt::format("{} {} HTTP/1.1\r\n", ask.method, where.path);
  for (const auto& field : said)
    out.append(field.name_string()).append(": ").append(field.value()).append("\r\n");
  return out.append("\r\n").append(ask.body);
}

failure failed_to(std::string_view what, const target& where, const boost::system::error_code& why) {
  if (why == beast::error::timeout)
    return {errc::timed_out, fmt::format("{} did not answer in time.", where.authority), where.authority};
  if (why == beast::http::error::body_limit || why == beast::http::error::header_limit)
    return {errc::too_large, fmt::format("{} answers with more than is taken.", where.authority),
            where.authority};
  return {errc::unavailable, fmt::format("{} {}: {}.", what, where.authority, why.message()),
          where.authority};
}

// Gives the parser what has been read; what it cannot use yet stays.
void parse(answer_parser& parser, beast::flat_buffer& read, boost::system::error_code& wrong) {
  do read.consume(parser.put(read.data(), wrong));
  while (!wrong && !parser.is_done() && read.size() > 0);
  if (wrong == beast::http::error::need_more) wrong = {};
}

// Writes the request and reads the answer; the stream's deadline is already running. The loop is ours:
// Beast's own reading and writing, for two kinds of stream, was half of what this file costs the compiler.
template <class Stream>
asio::awaitable<result<http_answer>> exchange(Stream& stream, std::string message, bool head, target where,
                                              std::int64_t cap) {
  auto [unsent, written] = co_await asio::async_write(stream, asio::buffer(message), as_tuple);
  if (unsent) co_return std::unexpected(failed_to("Cannot ask", where, unsent));
  beast::flat_buffer buffer;
  answer_parser parser;
  parser.eager(true);
  parser.body_limit(static_cast<std::uint64_t>(cap));
  parser.header_limit(16 * 1024);
  parser.skip(head);
  boost::system::error_code wrong;
  while (!wrong && !parser.is_done()) {
    auto [unread, size] = co_await stream.async_read_some(buffer.prepare(16 * 1024), as_tuple);
    buffer.commit(size);
    if (unread == asio::error::eof && parser.got_some())
      parser.put_eof(wrong);
    else if (unread)
      wrong = unread;
    else
      parse(parser, buffer, wrong);
  }
  if (wrong) co_return std::unexpected(failed_to("No sound answer from", where, wrong));
  auto reply = parser.release();
  http_answer answer;
  answer.status = static_cast<int>(reply.result_int());
  for (const auto& field : reply) answer.headers.emplace_back(field.name_string(), field.value());
  answer.body = std::move(reply.body());
  co_return answer;
}

class beast_http_client final : public http_client {
 public:
  asio::awaitable<result<http_answer>> send(http_ask ask) override {
    const auto end = clock::now() + ask.timeout;
    const auto where = target_of(ask.url);
    if (!where) co_return std::unexpected(where.error());
    auto message = message_of(ask, *where);
    if (!message) co_return std::unexpected(message.error());
    auto connected = co_await connected_by(*where, end);
    if (!connected) co_return std::unexpected(connected.error());
    const bool head = ask.method == "HEAD";
    if (!where->secure)
      co_return co_await exchange(**connected, std::move(*message), head, *where, ask.answer_cap);

    asio::ssl::stream<beast::tcp_stream> stream(std::move(**connected), trust());
    stream.set_verify_callback(asio::ssl::host_name_verification(where->host));
    SSL_set_tlsext_host_name(stream.native_handle(), where->host.c_str());
    auto [refused] = co_await stream.async_handshake(asio::ssl::stream_base::client, as_tuple);
    if (refused) co_return std::unexpected(failed_to("No trusted connection to", *where, refused));
    co_return co_await exchange(stream, std::move(*message), head, *where, ask.answer_cap);
  }

  asio::awaitable<result<>> connect(std::string host, int port, std::chrono::milliseconds timeout) override {
    const auto number = std::to_string(port);
    const target where{false, host, number, host + ':' + number, {}};
    auto connected = co_await connected_by(where, clock::now() + timeout);
    if (!connected) co_return std::unexpected(connected.error());
    co_return result<>{};
  }

 private:
  using stream_or_failure = result<std::unique_ptr<beast::tcp_stream>>;

  // A connection whose every later operation ends by `end`.
  static asio::awaitable<stream_or_failure> connected_by(target where, clock::time_point end) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - clock::now());
    const auto addresses = co_await resolve(where.host, where.port, left);
    if (!addresses) co_return std::unexpected(addresses.error());
    auto stream = std::make_unique<beast::tcp_stream>(co_await asio::this_coro::executor);
    stream->expires_at(end);
    auto [failed, endpoint] = co_await stream->async_connect(*addresses, as_tuple);
    if (failed) co_return std::unexpected(failed_to("Cannot connect to", where, failed));
    co_return stream;
  }

  // Made for the first https address: the system's certificates cost 50 ms and a megabyte, and most checks
  // are plain http.
  asio::ssl::context& trust() {
    if (!tls_) {
      tls_.emplace(asio::ssl::context::tls_client);
      tls_->set_default_verify_paths();
      tls_->set_verify_mode(asio::ssl::verify_peer);
    }
    return *tls_;
  }

  std::optional<asio::ssl::context> tls_;
};

}  // namespace

std::unique_ptr<http_client> make_http_client() { return std::make_unique<beast_http_client>(); }

}  // namespace eeveon
