// The clients of a fan-out: one thread, one epoll, as many WebSockets as asked for; none of the product's
// code.
//
// bench_fanout_load PORT CLIENTS SECONDS SLOW STOPPED [PATH [TOKEN]]
// Connects CLIENTS that read, and SLOW that begin to read STOPPED seconds after the first message; counts
// what arrives until the server closes or SECONDS have passed, and prints one line of JSON: deliveries and
// latencies (by the 16 hex digits a message begins with) of those that read, and what the slow ones were
// told: how many of them heard "behind N", and the sum of N.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;

struct client {
  int socket = -1;
  bool slow = false;
  std::string kept;  // bytes of a frame that has not come whole
};

struct counts {
  std::vector<std::int64_t> taken;  // nanoseconds from sent to read
  long long messages = 0, told_behind = 0, missed = 0;

  void hear(const std::string& text, bool slow, std::int64_t now) {
    constexpr std::string_view behind = "behind ";
    if (slow) {
      if (!text.starts_with(behind)) return;
      ++told_behind;
      missed += std::strtoll(text.c_str() + behind.size(), nullptr, 10);
      return;
    }
    ++messages;
    char* end = nullptr;
    const auto sent = std::strtoll(text.c_str(), &end, 16);
    if (end == text.c_str() + 16) taken.push_back(now - sent);
  }
};

int connect_to(int port, const std::string& head, bool slow) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  if (slow) {
    const int small = 4096;
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  }
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) return std::perror("connect"), -1;
  if (::send(fd, head.data(), head.size(), 0) != static_cast<ssize_t>(head.size())) return -1;
  std::string reply;
  char byte = 0;
  while (reply.find("\r\n\r\n") == reply.npos && ::recv(fd, &byte, 1, 0) == 1) reply += byte;
  if (!reply.starts_with("HTTP/1.1 101")) return std::fprintf(stderr, "%s\n", reply.c_str()), -1;
  return fd;
}

// Whole frames at the front of `bytes`: how many bytes they take. Server frames are not masked.
std::size_t read_frames(std::string_view bytes, counts& to, bool slow, std::int64_t now) {
  std::size_t at = 0;
  while (bytes.size() - at >= 2) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
    std::size_t head = 2, size = byte(1) & 0x7f;
    if (size == 126) {
      if (bytes.size() - at < 4) break;
      size = static_cast<std::size_t>(byte(2)) << 8 | byte(3), head = 4;
    } else if (size == 127) {
      if (bytes.size() - at < 10) break;
      size = 0, head = 10;
      for (std::size_t i = 2; i < 10; ++i) size = size << 8 | byte(i);
    }
    if (bytes.size() - at < head + size) break;
    if ((byte(0) & 0x0f) == 1)
      to.hear(std::string(bytes.substr(at + head, std::min<std::size_t>(size, 16))), slow, now);
    at += head + size;
  }
  return at;
}

}  // namespace

int main(int count, char** words) {
  if (count < 6)
    return std::fprintf(stderr, "bench_fanout_load PORT CLIENTS SECONDS SLOW STOPPED [PATH [TOKEN]]\n"), 2;
  const auto number = [&](int which) { return std::atoi(words[which]); };
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  const std::string path = count > 6 ? words[6] : "/fan";
  std::string head = "GET " + path +
                     " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  if (count > 7) head += std::string("Authorization: Bearer ") + words[7] + "\r\n";
  head += "\r\n";
  const int poll = ::epoll_create1(0);
  const auto readers = static_cast<std::size_t>(number(2));
  std::vector<client> clients(readers + static_cast<std::size_t>(number(4)));
  const auto watch = [&](std::size_t i) {
    epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
    ::epoll_ctl(poll, EPOLL_CTL_ADD, clients[i].socket, &event);
  };
  for (std::size_t i = clients.size(); i-- > 0;) {
    clients[i].slow = i >= readers;
    clients[i].socket = connect_to(number(1), head, clients[i].slow);
    if (clients[i].socket < 0) return 1;
    if (!clients[i].slow) watch(i);
  }
  std::fprintf(stderr, "connected\n");
  counts got;
  got.taken.reserve(4'000'000);
  std::size_t open = readers;
  const auto end = clock_type::now() + std::chrono::seconds(number(3));
  auto resume = clock_type::time_point::max();
  std::vector<char> buffer(1 << 16);
  while (open > 0 && clock_type::now() < end) {
    epoll_event events[256];
    const int many = ::epoll_wait(poll, events, 256, 100);
    if (resume == clock_type::time_point::max() && got.messages > 0)
      resume = clock_type::now() + std::chrono::seconds(number(5));
    if (clock_type::now() >= resume) {
      for (auto i = readers; i < clients.size(); ++i) watch(i);
      resume = end;
    }
    for (int i = 0; i < many; ++i) {
      auto& one = clients[events[i].data.u64];
      const auto bytes = ::recv(one.socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
      const auto now = clock_type::now().time_since_epoch().count();
      if (bytes <= 0) {
        ::close(one.socket);
        if (!one.slow) --open;
        continue;
      }
      const std::string_view fresh(buffer.data(), static_cast<std::size_t>(bytes));
      if (one.kept.empty()) {
        one.kept = fresh.substr(read_frames(fresh, got, one.slow, now));
      } else {
        one.kept += fresh;
        one.kept.erase(0, read_frames(one.kept, got, one.slow, now));
      }
    }
  }
  auto& taken = got.taken;
  std::sort(taken.begin(), taken.end());
  const auto at = [&](double share) {
    return taken.empty()
               ? 0.0
               : static_cast<double>(
                     taken[static_cast<std::size_t>(share * static_cast<double>(taken.size() - 1))]) /
                     1e6;
  };
  std::printf(
      "{\"deliveries\":%lld,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,\"told_behind\":%lld,\"missed\":%"
      "lld}\n",
      got.messages, at(0.5), at(0.99), at(1), got.told_behind, got.missed);
}
