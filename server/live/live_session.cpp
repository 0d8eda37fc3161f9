#include "server/live/live_session.hpp"

#include <charconv>
#include <set>

#include "core/base/failpoint.hpp"

namespace eeveon {
namespace {

socket_message text(json::object message) { return std::make_shared<const std::string>(json::serialize(message)); }

class live_session final : public feed::listener {
 public:
  live_session(feed& picture, std::shared_ptr<websocket> socket) : picture_(picture), socket_(std::move(socket)) {}
  ~live_session() override { picture_.remove(this); }

  void begin(std::optional<std::int64_t> after) {
    socket_->on_behind([&picture = picture_] { return text({{"type", "behind"}, {"position", picture.position()}}); });
    const auto missed = after ? picture_.since(*after) : std::nullopt;
    if (!missed) {
      send_snapshot();
    } else {
      known_ = *after;
      for (const auto& change : *missed) socket_->send(change.text);
      EEVEON_FAILPOINT("S2");
    }
    picture_.add(this);
  }

  // A client that was connected before a restart may know more than the server has folded again: no event
  // twice.
  void on_change(const feed::change& what) override {
    if (what.last <= known_) return;
    if (what.first <= known_) return send_snapshot();
    socket_->send(what.text);
  }

  // The build's output belongs to its release; whoever follows a deployment sees it too.
  void on_log(const std::string& subject, const feed::message& chunk) override {
    for (const auto& followed : followed_) {
      const auto row = picture_.now().deployments().find(followed);
      const bool build = row != picture_.now().deployments().end() && row->second.release == subject;
      if (followed != subject && !build) continue;
      auto message = json::parse(*chunk).as_object();
      message["type"] = "log";
      message["deployment"] = followed;
      message.erase("subject");
      socket_->send(text(std::move(message)));
    }
  }

  void on_message(std::string_view said) {
    boost::system::error_code error;
    const auto message = json::parse(json::string_view(said.data(), said.size()), error);
    if (error || !message.is_object()) return socket_->close(1003, "messages are JSON objects");
    const auto* type = message.get_object().if_contains("type");
    const auto* id = message.get_object().if_contains("deployment");
    if (!type || !type->is_string() || !id || !id->is_string()) return;
    if (type->get_string() == "follow" && followed_.size() < 20) followed_.insert(std::string(id->get_string()));
    if (type->get_string() == "unfollow") followed_.erase(std::string(id->get_string()));
  }

 private:
  void send_snapshot() {
    known_ = picture_.position();
    socket_->send(text({{"type", "snapshot"}, {"position", known_}, {"board", picture_.board()}}));
  }

  feed& picture_;
  std::shared_ptr<websocket> socket_;
  std::set<std::string> followed_;
  std::int64_t known_ = 0;  // position up to which the client has been told
};

}  // namespace

asio::awaitable<void> serve_live(feed& picture, std::shared_ptr<websocket> socket, http::request_context context) {
  std::optional<std::int64_t> after;
  if (const auto asked = context.request.parameter("after")) {
    std::int64_t value = 0;
    if (std::from_chars(asked->data(), asked->data() + asked->size(), value).ec == std::errc{}) after = value;
  }
  // A server that has just started may still know less than the page.
  (void)co_await picture.reached(after.value_or(0), std::chrono::seconds(2));
  live_session session(picture, socket);
  session.begin(after);
  co_await socket->run([&session](std::string_view said) { session.on_message(said); });
}

}  // namespace eeveon
