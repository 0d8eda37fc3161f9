// One browser's live feed: a snapshot or what it missed, then every change, without a gap and without a repeat.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "server/http/routes.hpp"
#include "server/live/feed.hpp"
#include "server/live/websocket.hpp"

namespace eeveon {

asio::awaitable<void> serve_live(feed& picture, std::shared_ptr<websocket> socket, http::request_context context);

}  // namespace eeveon
