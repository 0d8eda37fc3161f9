#include "server/http/request_reader.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>

#include "core/base/failpoint.hpp"
#include "server/http/chunked.hpp"

namespace eeveon::http {
namespace {
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t buffer_size = max_head;
constexpr std::size_t first_body_part = 64 * 1024;
constexpr std::size_t drained_at_most = 8u << 20;
constexpr refusal gone{0, {}};
constexpr refusal too_large{413, "The body is larger than this route takes."};
constexpr refusal too_busy{503, "Too many request bodies are being read at the moment."};
}  // namespace

milliseconds budget_for(milliseconds base, std::size_t bytes) {
  return base + milliseconds(bytes * 1000 / (64 * 1024));
}

bool body_share::grow_to(std::size_t bytes) {
  if (bytes <= held_) return true;
  if (shared_.body_bytes + (bytes - held_) > shared_.set.allowed.bodies_in_flight) return false;
  shared_.body_bytes += bytes - held_;
  held_ = bytes;
  return true;
}

request_reader::request_reader(asio::ip::tcp::socket& socket, deadline& until, service& shared)
    : socket_(socket),
      until_(until),
      shared_(shared),
      buffer_(std::make_unique_for_overwrite<char[]>(buffer_size)) {}

asio::awaitable<std::expected<request_head, refusal>> request_reader::head() {
  const auto& allowed = shared_.set.allowed;
  std::size_t scanned = 0;
  bool timed = false;
  for (;;) {
    if (has_more()) {
      const auto size = find_head_end(arrived(), scanned);
      if (!size) co_return std::unexpected(size.error());
      if (*size != 0) {
        auto read = read_head(arrived().substr(0, *size));
        begin_ += *size;
        first_ = false;
        co_return read;
      }
    }
    idle_ = !has_more();
    if (idle_ && shared_.stopping) co_return std::unexpected(gone);
    if (idle_ && !first_) {
      until_.in(allowed.idle);
    } else if (!std::exchange(timed, true)) {
      until_.in(allowed.head);  // for the whole head, however slowly its bytes trickle
    }
    const bool more = co_await receive();
    const bool was_idle = std::exchange(idle_, false);
    if (!more) co_return std::unexpected(was_idle ? gone : why_nothing_came());
  }
}

asio::awaitable<std::expected<std::string, refusal>> request_reader::body(framing how, std::size_t cap,
                                                                          body_share& share) {
  if (how.how == framing::kind::chunked) co_return co_await body_in_chunks(cap, share);
  if (how.length > cap) co_return std::unexpected(too_large);
  co_return co_await body_of_length(static_cast<std::size_t>(how.length), share);
}

asio::awaitable<std::expected<std::string, refusal>> request_reader::body_of_length(std::size_t length,
                                                                                    body_share& share) {
  const auto since = deadline::clock::now();
  const auto here = arrived().substr(0, length);
  if (!share.grow_to(here.size())) co_return std::unexpected(too_busy);
  std::string body(here);
  begin_ += here.size();
  // Memory is taken as bytes arrive, twice as much each time, not as Content-Length promises.
  for (std::size_t received = body.size(); received < length;) {
    if (received == body.size()) {
      const auto size = std::min(length, std::max(first_body_part, received * 2));
      if (!share.grow_to(size)) co_return std::unexpected(too_busy);
      body.resize_and_overwrite(size, [size](char*, std::size_t) { return size; });
    }
    expect_body(since, received);
    auto [failed, bytes] = co_await socket_.async_read_some(
        asio::buffer(body.data() + received, body.size() - received), as_tuple);
    if (failed) co_return std::unexpected(why_nothing_came());
    received += bytes;
    EEVEON_FAILPOINT("I1");
  }
  co_return body;
}

asio::awaitable<std::expected<std::string, refusal>> request_reader::body_in_chunks(std::size_t cap,
                                                                                    body_share& share) {
  const auto since = deadline::clock::now();
  chunked_decoder decoder(cap);
  std::string body;
  for (;;) {
    const auto taken = decoder.feed(arrived(), body);
    if (!taken) co_return std::unexpected(taken.error());
    begin_ += *taken;
    if (!share.grow_to(body.capacity())) co_return std::unexpected(too_busy);
    if (decoder.done()) co_return body;
    expect_body(since, body.size());  // what chunks weigh besides does not buy time
    if (!co_await receive()) co_return std::unexpected(why_nothing_came());
  }
}

asio::awaitable<void> request_reader::drain() {
  until_.in(shared_.set.allowed.parting);
  for (std::size_t dropped = 0; dropped < drained_at_most && !until_.passed;) {
    auto [failed, bytes] =
        co_await socket_.async_read_some(asio::buffer(buffer_.get(), buffer_size), as_tuple);
    if (failed) co_return;
    dropped += bytes;
  }
}

asio::awaitable<bool> request_reader::receive() {
  if (begin_ != 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  auto [failed, bytes] =
      co_await socket_.async_read_some(asio::buffer(buffer_.get() + end_, buffer_size - end_), as_tuple);
  end_ += bytes;
  co_return !failed;
}

void request_reader::expect_body(deadline::clock::time_point since, std::size_t received) {
  const auto& allowed = shared_.set.allowed;
  const milliseconds slowest =
      allowed.body_grace + milliseconds(static_cast<std::int64_t>(received) * 1000 / allowed.body_rate);
  until_.set(since + std::min(slowest, budget_for(allowed.body_budget, received)));
}

refusal request_reader::why_nothing_came() const {
  return until_.passed ? refusal{408, "The request did not arrive in time."} : gone;
}

}  // namespace eeveon::http
