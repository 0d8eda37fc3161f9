#include "adapters/redis/connection.hpp"

#include <hiredis/hiredis.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace eeveon::redis {
namespace {

std::string encode(const std::vector<command>& commands) {
  std::string out;
  for (const auto& one : commands) {
    std::vector<const char*> values;
    std::vector<std::size_t> lengths;
    for (const auto& part : one) {
      values.push_back(part.data());
      lengths.push_back(part.size());
    }
    char* formatted = nullptr;
    const int size =
        redisFormatCommandArgv(&formatted, static_cast<int>(one.size()), values.data(), lengths.data());
    if (size > 0) out.append(formatted, static_cast<std::size_t>(size));
    redisFreeCommand(formatted);
  }
  return out;
}

reply to_reply(const redisReply& got) {
  reply out;
  switch (got.type) {
    case REDIS_REPLY_INTEGER:
      out.type = reply::kind::number;
      out.number = got.integer;
      break;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      out.type = reply::kind::text;
      out.text.assign(got.str, got.len);
      break;
    case REDIS_REPLY_ERROR:
      out.type = reply::kind::error;
      out.text.assign(got.str, got.len);
      break;
    case REDIS_REPLY_ARRAY:
      out.type = reply::kind::list;
      for (std::size_t i = 0; i < got.elements; ++i) out.items.push_back(to_reply(*got.element[i]));
      break;
    default: break;
  }
  return out;
}

}  // namespace

// Cancels what the socket waits for when the time is over. Lives inside one coroutine frame.
class connection::deadline {
 public:
  deadline(connection& owner, std::chrono::milliseconds limit)
      : owner_(owner), expired_(std::make_shared<bool>(false)) {
    owner_.timer_.expires_after(limit);
    owner_.timer_.async_wait([expired = expired_, &socket = owner_.socket_](boost::system::error_code error) {
      if (error || expired.use_count() == 1) return;  // the exchange ended first
      *expired = true;
      boost::system::error_code ignored;
      socket.cancel(ignored);
    });
  }
  ~deadline() { owner_.timer_.cancel(); }
  deadline(const deadline&) = delete;
  deadline& operator=(const deadline&) = delete;
  bool expired() const { return *expired_; }

 private:
  connection& owner_;
  std::shared_ptr<bool> expired_;
};

void connection::free_reader::operator()(redisReader* reader) const { redisReaderFree(reader); }

connection::connection(asio::any_io_executor io, address where)
    : where_(std::move(where)), socket_(io), timer_(io), buffer_(16 * 1024) {}
connection::~connection() = default;

void connection::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
  open_ = false;
}

failure connection::explain(const boost::system::error_code& error, const deadline& limit) {
  if (limit.expired()) return {errc::timed_out, "Redis did not answer in time", "redis"};
  if (error == asio::error::operation_aborted)
    return {errc::cancelled, "the wait for Redis was cancelled", "redis"};
  return {errc::unavailable, "Redis cannot be reached: " + error.message(), "redis"};
}

asio::awaitable<result<>> connection::connect() {
  boost::system::error_code error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  if (!where_.path.empty()) {
    co_await socket_.async_connect(asio::local::stream_protocol::endpoint(where_.path), token);
  } else {
    asio::ip::tcp::resolver resolver(socket_.get_executor());
    const auto found = co_await resolver.async_resolve(where_.host, where_.port, token);
    if (error) co_return fail(errc::unavailable, where_.host + " is unknown: " + error.message(), "redis");
    for (const auto& entry : found) {
      close();
      co_await socket_.async_connect(entry.endpoint(), token);
      if (!error || error == asio::error::operation_aborted) break;
    }
    boost::system::error_code ignored;
    if (!error) socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  }
  if (error == asio::error::operation_aborted)
    co_return fail(errc::cancelled, "connecting was cancelled", "redis");
  if (error) co_return fail(errc::unavailable, "Redis cannot be reached: " + error.message(), "redis");
  co_return result<>{};
}

asio::awaitable<result<>> connection::open(std::chrono::milliseconds limit) {
  close();
  reader_.reset(redisReaderCreate());
  {
    const deadline until(*this, limit);
    if (auto ok = co_await connect(); !ok) {
      close();
      if (until.expired())
        co_return fail(errc::timed_out, "Redis did not accept the connection in time", "redis");
      co_return ok;
    }
  }
  open_ = true;
  if (where_.password.empty()) co_return result<>{};
  std::vector<command> sign_in{{"AUTH", where_.password}};
  auto answer = co_await call(std::move(sign_in), limit);
  if (!answer) co_return std::unexpected(std::move(answer.error()));
  if (answer->front().type == reply::kind::error) {
    close();
    co_return fail(errc::unauthorized, "Redis refuses the password: " + answer->front().text, "redis");
  }
  co_return result<>{};
}

asio::awaitable<result<>> connection::send(std::vector<command> commands, std::chrono::milliseconds limit) {
  if (!open_)
    if (auto ok = co_await open(limit); !ok) co_return ok;
  const std::string bytes = encode(commands);
  const deadline until(*this, limit);
  boost::system::error_code error;
  co_await asio::async_write(socket_, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, error));
  if (!error) co_return result<>{};
  close();
  co_return std::unexpected(explain(error, until));
}

asio::awaitable<result<reply>> connection::next(std::chrono::milliseconds limit) {
  const deadline until(*this, limit);
  while (open_) {
    void* got = nullptr;
    if (redisReaderGetReply(reader_.get(), &got) != REDIS_OK) {
      close();
      co_return fail(errc::io, "Redis sent what is not its protocol", "redis");
    }
    if (got) {
      reply out = to_reply(*static_cast<redisReply*>(got));
      freeReplyObject(got);
      co_return out;
    }
    boost::system::error_code error;
    const auto count = co_await socket_.async_read_some(asio::buffer(buffer_),
                                                        asio::redirect_error(asio::use_awaitable, error));
    if (error) {
      if (!until.expired()) close();
      co_return std::unexpected(explain(error, until));
    }
    redisReaderFeed(reader_.get(), buffer_.data(), count);
  }
  co_return fail(errc::unavailable, "Redis is not connected", "redis");
}

asio::awaitable<result<std::vector<reply>>> connection::call(std::vector<command> commands,
                                                             std::chrono::milliseconds limit) {
  const std::size_t count = commands.size();
  if (auto sent = co_await send(std::move(commands), limit); !sent)
    co_return std::unexpected(std::move(sent.error()));
  std::vector<reply> replies;
  while (replies.size() < count) {
    auto one = co_await next(limit);
    if (!one) {
      close();  // a late reply must not be taken for the answer to the next call
      co_return std::unexpected(std::move(one.error()));
    }
    replies.push_back(std::move(*one));
  }
  co_return replies;
}

}  // namespace eeveon::redis
