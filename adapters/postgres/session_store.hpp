// Sessions, sign-in links and API tokens in PostgreSQL.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "ports/session_store.hpp"

namespace eeveon::pg {

std::unique_ptr<session_store> make_session_store(std::string url, asio::any_io_executor io);

}  // namespace eeveon::pg
