#include "tests/support/http_peer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <thread>

namespace eeveon::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

struct http_peer::state {
  asio::io_context io;
  tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
  std::function<answer(std::string_view)> answers;
  std::vector<tcp::socket> silent;
  std::thread thread;

  void serve(tcp::socket socket) {
    boost::system::error_code failed;
    beast::flat_buffer buffer;
    beast::http::request<beast::http::string_body> request;
    beast::http::read(socket, buffer, request, failed);
    if (failed) return;
    const auto given = answers(std::string_view(request.target().data(), request.target().size()));
    if (given.silent) {
      silent.push_back(std::move(socket));
      return;
    }
    beast::http::response<beast::http::string_body> reply{static_cast<beast::http::status>(given.status), 11,
                                                          given.body};
    reply.prepare_payload();
    beast::http::write(socket, reply, failed);
  }

  void accept() {
    acceptor.async_accept([this](boost::system::error_code failed, tcp::socket socket) {
      if (failed) return;
      serve(std::move(socket));
      accept();
    });
  }
};

http_peer::http_peer(std::function<answer(std::string_view)> answers) : state_(std::make_unique<state>()) {
  state_->answers = std::move(answers);
  state_->accept();
  state_->thread = std::thread([this] { state_->io.run(); });
}

http_peer::~http_peer() {
  state_->io.stop();
  state_->thread.join();
}

std::uint16_t http_peer::port() const { return state_->acceptor.local_endpoint().port(); }

struct websocket_peer::state {
  asio::io_context io;
  beast::websocket::stream<tcp::socket> stream{io};
  beast::flat_buffer buffer;
  int status = 101;
  int close_code = 0;
};

websocket_peer::websocket_peer(std::uint16_t port, const std::string& target,
                               const std::vector<std::pair<std::string, std::string>>& headers,
                               int receive_buffer)
    : state_(std::make_unique<state>()) {
  auto& socket = state_->stream.next_layer();
  socket.open(tcp::v4());
  if (receive_buffer > 0) socket.set_option(tcp::socket::receive_buffer_size(receive_buffer));
  socket.connect({asio::ip::address_v4::loopback(), port});
  state_->stream.set_option(
      beast::websocket::stream_base::decorator([&](beast::websocket::request_type& request) {
        for (const auto& [name, value] : headers) request.set(name, value);
      }));
  beast::websocket::response_type answer;
  boost::system::error_code failed;
  state_->stream.handshake(answer, "a", target, failed);
  state_->status = static_cast<int>(answer.result_int());
}

websocket_peer::~websocket_peer() = default;

int websocket_peer::status() const { return state_->status; }

void websocket_peer::send(std::string_view message, bool binary) {
  state_->stream.binary(binary);
  boost::system::error_code failed;
  state_->stream.write(asio::buffer(message), failed);
}

std::optional<std::string> websocket_peer::read() {
  boost::system::error_code failed;
  state_->buffer.clear();
  state_->stream.read(state_->buffer, failed);
  if (failed) {
    if (failed == beast::websocket::error::closed) state_->close_code = state_->stream.reason().code;
    return std::nullopt;
  }
  return beast::buffers_to_string(state_->buffer.data());
}

int websocket_peer::close_code() const { return state_->close_code; }

void websocket_peer::close() {
  boost::system::error_code failed;
  state_->stream.close(beast::websocket::close_code::normal, failed);
}

}  // namespace eeveon::test
