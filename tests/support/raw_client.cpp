#include "tests/support/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <stdexcept>

namespace eeveon::test {

std::string raw_reply::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

raw_client::raw_client(std::uint16_t port, int patience_ms)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{patience_ms / 1000, (patience_ms % 1000) * 1000};
  const int on = 1;
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("cannot connect to the server under test");
}

raw_client::~raw_client() { ::close(socket_); }

bool raw_client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool raw_client::fill() {
  std::array<char, 65536> part;
  const auto got = ::recv(socket_, part.data(), part.size(), 0);
  if (got > 0) buffer_.append(part.data(), static_cast<std::size_t>(got));
  // A reset is an end too: the peer is gone for good.
  at_end_ = got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
  return got > 0;
}

raw_reply raw_client::reply(bool to_head) {
  raw_reply out;
  std::size_t end;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
    if (!fill()) return out;
  const std::string head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  std::from_chars(head.data() + 9, head.data() + 12, out.status);
  for (auto at = head.find("\r\n") + 2; at < head.size();) {
    const auto line_end = head.find("\r\n", at);
    const auto colon = head.find(':', at);
    std::string name = head.substr(at, colon - at);
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    out.headers.emplace_back(std::move(name), head.substr(colon + 2, line_end - colon - 2));
    at = line_end + 2;
  }
  std::size_t length = 0;
  if (const auto text = out.header("content-length"); !to_head && !text.empty()) length = std::stoul(text);
  while (buffer_.size() < length)
    if (!fill()) return out;
  out.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return out;
}

std::string raw_client::rest(bool& closed) {
  while (fill()) {
  }
  closed = at_end_;
  return std::exchange(buffer_, {});
}

bool raw_client::closes() {
  bool closed = false;
  rest(closed);
  return closed;
}

void raw_client::shut_down_sending() { ::shutdown(socket_, SHUT_WR); }

std::string raw_client::read_some() {
  if (buffer_.empty()) fill();
  return std::exchange(buffer_, {});
}

}  // namespace eeveon::test
