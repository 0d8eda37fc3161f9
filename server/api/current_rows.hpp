// Rows of the read tables as of the picture: what has been folded and not stored yet counts, whichever server
// stores.
#pragma once

#include "server/api/parts.hpp"

namespace eeveon::api {

// Those of the keys that exist, in any order.
asio::awaitable<result<std::vector<view_row>>> load_current(parts& with, std::string kind,
                                                            std::vector<std::string> keys);
// A page, newest first.
asio::awaitable<result<std::vector<view_row>>> list_current(parts& with, view_filter filter);

}  // namespace eeveon::api
