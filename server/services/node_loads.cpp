#include "server/services/node_loads.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>

#include "core/node/look.hpp"

namespace eeveon {
namespace {

constexpr std::size_t longest = 2000, longest_name = 200;  // bytes

}  // namespace

node_loads::node_loads(doorbell& bell, clock_source& clock, feed& picture, asio::any_io_executor io,
                       load_times how)
    : bell_(bell), clock_(clock), picture_(picture), how_(how), timer_(io), heard_(io) {
  heard_.expires_at(steady::time_point::max());
}

void node_loads::hear(std::string_view message) {
  if (message.size() > longest) return;
  auto told = parse_look<load_answer>(message);
  if (!told || told->worker.size() > longest_name || !picture_.now().nodes().contains(told->node)) return;
  auto& node = nodes_[told->node];
  node.load = sound(told->load);
  node.at = clock_.now();
  node.worker = std::move(told->worker);
  node.is_told = true;
  node.heard = steady::now();
  news_.insert(told->node);
  heard_.cancel();
}

bool node_loads::is_wanted() const { return picture_.is_watched() || steady::now() < wanted_until_; }

bool node_loads::all_known() const {
  return std::ranges::all_of(picture_.now().nodes(), [&](const auto& node) {
    const auto found = nodes_.find(node.first);
    return found != nodes_.end() && found->second.is_told;
  });
}

void node_loads::forget() {
  const auto now = steady::now();
  for (auto at = nodes_.begin(); at != nodes_.end();) {
    auto& [name, node] = *at;
    const bool there = picture_.now().nodes().contains(name);
    if (node.is_told && (!there || now - node.heard >= how_.forgotten)) {
      node.is_told = false;
      news_.insert(name);
    }
    at = there ? std::next(at) : nodes_.erase(at);
  }
}

json::object node_loads::whole() const {
  json::object out;
  for (const auto& [name, node] : nodes_)
    if (node.is_told) out[name] = shown(node.load, to_rfc3339(node.at));
  return out;
}

// Whole new values of the nodes that have some; null for one of which nothing is known any more.
void node_loads::tell() {
  if (news_.empty()) return;
  json::object changed;
  for (const auto& name : news_) {
    const auto found = nodes_.find(name);
    changed[name] = found != nodes_.end() && found->second.is_told
                        ? json::value(shown(found->second.load, to_rfc3339(found->second.at)))
                        : json::value(nullptr);
  }
  news_.clear();
  picture_.tell_load(json::serialize(json::object{{"type", "load"}, {"nodes", std::move(changed)}}),
                     json::serialize(json::object{{"type", "load"}, {"nodes", whole()}}));
}

// A few at a time, so that not all are asked in the same moment; who has not answered since it was asked by
// name is asked through everybody.
asio::awaitable<void> node_loads::ask_around() {
  const auto now = steady::now();
  std::vector<node_question> questions;
  const auto most = std::max<std::size_t>(20, picture_.now().nodes().size() / 8);
  for (const auto& [name, row] : picture_.now().nodes()) {
    auto& node = nodes_[name];
    if (std::max(node.heard, node.asked) + how_.every > now) continue;
    if (node.heard < node.asked) node.worker.clear();
    node.asked = now;
    questions.push_back({.check = "load", .node = name, .worker = node.worker});
    if (questions.size() == most) break;
  }
  for (auto& question : questions) {
    auto text = json::serialize(codec::write(question));
    (void)co_await bell_.announce(channel_node_load, std::move(text));
  }
}

asio::awaitable<void> node_loads::run() {
  for (;;) {
    forget();
    if (is_wanted()) co_await ask_around();
    tell();
    timer_.expires_after(how_.tick);
    boost::system::error_code woken;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
      co_return;
  }
}

asio::awaitable<json::object> node_loads::look(std::chrono::milliseconds at_most) {
  const auto until = steady::now() + at_most;
  const bool was_wanted = is_wanted();
  wanted_until_ = steady::now() + how_.forgotten;
  if (!was_wanted) timer_.cancel();
  using namespace asio::experimental::awaitable_operators;
  while (!all_known() && steady::now() < until) {
    asio::steady_timer limit(co_await asio::this_coro::executor, until);
    boost::system::error_code woken, late;
    co_await (heard_.async_wait(asio::redirect_error(asio::use_awaitable, woken)) ||
              limit.async_wait(asio::redirect_error(asio::use_awaitable, late)));
  }
  forget();
  co_return whole();
}

}  // namespace eeveon
