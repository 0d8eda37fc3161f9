#include "server/http/gate.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>

#include "core/base/utf8.hpp"
#include "server/http/letters.hpp"

namespace eeveon::http {
namespace {

using checked = std::expected<void, refusal>;

std::unexpected<refusal> no(int status, std::string_view reason) {
  return std::unexpected(refusal{status, reason});
}
std::unexpected<refusal> bad(std::string_view reason) { return no(400, reason); }

// Headers that decide something. Said twice, two readers could each believe another one.
constexpr std::array<std::string_view, 15> single_headers{"host",
                                                          "content-length",
                                                          "transfer-encoding",
                                                          "content-type",
                                                          "authorization",
                                                          "expect",
                                                          "origin",
                                                          "upgrade",
                                                          "x-github-event",
                                                          "x-github-delivery",
                                                          "range",
                                                          "sec-websocket-key",
                                                          "sec-websocket-version",
                                                          "idempotency-key",
                                                          "x-hub-signature-256"};

constexpr std::array<std::string_view, 7> methods{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"};

// A comma-separated list as in Connection or Upgrade: does it name `word`?
bool names(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    if (equal_ignoring_case(trimmed(list.substr(0, comma)), word)) return true;
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return false;
}

bool percent_encoding_is_valid(std::string_view text) {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 3))
    if (at + 2 >= text.size() || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0) return false;
  return true;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = std::min(path.find('/'), path.size());
    const auto segment = path.substr(0, end);
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(end);
  }
  return false;
}

// Decodes once. What decodes to a separator or a control byte would mean something else one decoding later.
checked decode_path(std::string_view raw, std::string& path) {
  path.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    char c = raw[i];
    if (c == '%') {
      c = static_cast<char>(hex_value(raw[i + 1]) * 16 + hex_value(raw[i + 2]));
      i += 2;
      if (c == '/') return bad("The path holds an encoded slash.");
    }
    if (c == '\\') return bad("The path holds a backslash.");
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return bad("The path holds a control character.");
    path += c;
  }
  if (has_dot_segment(path)) return bad("The path holds a dot segment.");
  return {};
}

// What no store takes, or cuts where it stands, is nothing that can be asked for.
bool is_text(std::string_view raw_query) {
  std::string plain;
  plain.reserve(raw_query.size());
  for (std::size_t i = 0; i < raw_query.size(); ++i) {
    const bool encoded = raw_query[i] == '%';
    plain += encoded ? static_cast<char>(hex_value(raw_query[i + 1]) * 16 + hex_value(raw_query[i + 2]))
                     : raw_query[i];
    if (encoded) i += 2;
  }
  return plain.find('\0') == plain.npos && is_utf8(plain);
}

class head_reader {
 public:
  std::expected<request_head, refusal> read(std::string_view block) {
    if (!block.ends_with("\r\n\r\n")) return bad("The request head is incomplete.");
    block.remove_suffix(2);  // now every line ends in CRLF
    head_.request.headers.reserve(16);
    if (auto ok = request_line(next_line(block)); !ok) return std::unexpected(ok.error());
    while (!block.empty())
      if (auto ok = header_line(next_line(block)); !ok) return std::unexpected(ok.error());
    for (const auto& step : {&head_reader::target, &head_reader::body, &head_reader::connection})
      if (auto ok = (this->*step)(); !ok) return std::unexpected(ok.error());
    return std::move(head_);
  }

 private:
  static std::string_view next_line(std::string_view& block) {
    const auto end = block.find("\r\n");
    const auto line = block.substr(0, end);
    block.remove_prefix(end + 2);
    return line;
  }

  checked request_line(std::string_view line) {
    if (line.size() > max_request_line) return no(414, "The request line is too long.");
    const auto first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return bad("The request line is malformed.");
    const auto method = line.substr(0, first), version = line.substr(last + 1);
    target_ = line.substr(first + 1, last - first - 1);
    if (method.empty() || !std::ranges::all_of(method, is_token)) return bad("The method is malformed.");
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
      if (version.starts_with("HTTP/") && version.size() == 8)
        return no(505, "Only HTTP/1.1 is spoken here.");
      return bad("The request line is malformed.");
    }
    if (std::ranges::find(methods, method) == methods.end()) return no(405, "This method is not served.");
    if (target_.empty() || !std::ranges::all_of(target_, is_visible)) return bad("The target is malformed.");
    version_1_1_ = version == "HTTP/1.1";
    head_.request.method = method;
    return {};
  }

  checked header_line(std::string_view line) {
    if (head_.request.headers.size() == max_headers) return no(431, "There are too many headers.");
    const auto field = read_field_line(line);
    if (!field) return std::unexpected(field.error());
    auto& [name, value] = head_.request.headers.emplace_back(lower_case(field->name), field->value);
    const auto known = std::ranges::find(single_headers, name);
    if (known == single_headers.end()) return {};
    const auto bit = 1u << (known - single_headers.begin());
    if (seen_ & bit) return bad("A header that must be unique is repeated.");
    seen_ |= bit;
    return {};
  }

  std::optional<std::string_view> single(std::string_view name) const {
    for (const auto& [key, value] : head_.request.headers)
      if (key == name) return value;
    return std::nullopt;
  }

  checked target() {
    const auto host = single("host");
    if (!host && version_1_1_) return bad("The Host header is missing.");
    if (host && !is_authority(*host)) return bad("The Host header is malformed.");
    for (const std::string_view scheme : {"http://", "https://"}) {
      if (!starts_with_ignoring_case(target_, scheme)) continue;
      target_.remove_prefix(scheme.size());
      const auto end = std::min(target_.find_first_of("/?"), target_.size());
      if (!host || !equal_ignoring_case(target_.substr(0, end), *host))
        return bad("The target names another host.");
      target_.remove_prefix(end);
      break;
    }
    if (!target_.starts_with('/')) return bad("The target must start with a slash.");
    if (target_.find('#') != std::string_view::npos) return bad("The target holds a fragment.");
    if (!percent_encoding_is_valid(target_)) return bad("The target's percent-encoding is invalid.");
    const auto question = target_.find('?');
    if (question != std::string_view::npos) head_.request.query = target_.substr(question + 1);
    if (!is_text(head_.request.query)) return bad("The query holds what is no UTF-8 text.");
    return decode_path(target_.substr(0, question), head_.request.path);
  }

  checked body() {
    const auto encoding = single("transfer-encoding"), length = single("content-length");
    if (encoding) {
      if (!version_1_1_) return bad("Transfer-Encoding needs HTTP/1.1.");
      if (length) return bad("Transfer-Encoding and Content-Length exclude each other.");
      if (!equal_ignoring_case(*encoding, "chunked"))
        return bad("The only Transfer-Encoding understood is chunked.");
      head_.body.how = framing::kind::chunked;
    } else if (length) {
      if (length->empty() || length->size() > 18 || !std::ranges::all_of(*length, is_digit))
        return bad("Content-Length is not a number.");
      head_.body.how = framing::kind::length;
      for (const char c : *length)
        head_.body.length = head_.body.length * 10 + static_cast<unsigned>(c - '0');
    }
    const auto& method = head_.request.method;
    if (!head_.body.empty() && (method == "GET" || method == "HEAD"))
      return bad("This method takes no body.");
    return {};
  }

  checked connection() {
    bool close = false, upgrade = false;
    for (const auto& [name, value] : head_.request.headers) {
      if (name != "connection") continue;
      close |= names(value, "close");
      upgrade |= names(value, "upgrade");
    }
    head_.keep_alive = version_1_1_ && !close;
    if (const auto expect = single("expect")) {
      if (!equal_ignoring_case(*expect, "100-continue")) return no(417, "Only 100-continue can be expected.");
      head_.expects_continue = version_1_1_;
    }
    const auto protocol = single("upgrade");
    if (!upgrade || !protocol || !names(*protocol, "websocket")) return {};
    if (head_.request.method != "GET" || !version_1_1_)
      return bad("A WebSocket begins with GET and HTTP/1.1.");
    if (!head_.body.empty()) return bad("A WebSocket upgrade takes no body.");
    if (single("sec-websocket-version") != "13") return no(426, "Only WebSocket version 13 is spoken here.");
    if (const auto key = single("sec-websocket-key"); !key || key->size() != 24)
      return bad("Sec-WebSocket-Key is missing or malformed.");
    head_.wants_websocket = true;
    return {};
  }

  request_head head_;
  std::string_view target_;
  bool version_1_1_ = false;
  unsigned seen_ = 0;  // bit per single header
};

}  // namespace

std::expected<std::size_t, refusal> find_head_end(std::string_view bytes, std::size_t& scanned) {
  // A TLS greeting or an empty line shows itself at once; nobody has to wait for the deadline.
  if (!bytes.empty() && !is_token(bytes.front())) return bad("The request does not start with a method.");
  while (scanned < bytes.size()) {
    const auto* found = std::memchr(bytes.data() + scanned, '\n', bytes.size() - scanned);
    const auto at =
        found ? static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data()) : bytes.size();
    if (at > max_head) return no(431, "The request head is too large.");
    scanned = at;
    if (!found) break;
    if (at == 0 || bytes[at - 1] != '\r') return bad("A line ends without a carriage return.");
    ++scanned;
    if (bytes.substr(0, scanned).ends_with("\r\n\r\n")) {
      if (scanned > max_head) return no(431, "The request head is too large.");
      return scanned;
    }
  }
  if (bytes.size() > max_request_line + 1 &&
      bytes.substr(0, max_request_line + 2).find('\n') == std::string_view::npos)
    return no(414, "The request line is too long.");
  if (bytes.size() >= max_head) return no(431, "The request head is too large.");
  return 0;
}

std::expected<request_head, refusal> read_head(std::string_view block) { return head_reader{}.read(block); }

std::expected<field_line, refusal> read_field_line(std::string_view line) {
  if (line.starts_with(' ') || line.starts_with('\t')) return bad("A header is folded over two lines.");
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return bad("A header has no colon.");
  const auto name = line.substr(0, colon), value = line.substr(colon + 1);
  if (name.empty() || !std::ranges::all_of(name, is_token)) return bad("A header's name is malformed.");
  if (!std::ranges::all_of(value, is_field_text)) return bad("A header's value holds a forbidden byte.");
  return field_line{name, trimmed(value)};
}

bool is_authority(std::string_view text) {
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    const auto inside = text.substr(1, end - 1);
    if (!std::ranges::all_of(inside, [](char c) { return hex_value(c) >= 0 || c == ':' || c == '.'; }))
      return false;
    port = text.substr(end + 1);
  } else {
    const auto end = std::min(text.find(':'), text.size());
    const auto name = text.substr(0, end);
    if (name.empty() || !std::ranges::all_of(name, is_host_letter)) return false;
    port = text.substr(end);
  }
  if (port.empty()) return true;
  port.remove_prefix(1);  // the colon, or whatever wrongly stands there
  return text[text.size() - port.size() - 1] == ':' && !port.empty() && port.size() <= 5 &&
         std::ranges::all_of(port, is_digit);
}

}  // namespace eeveon::http
