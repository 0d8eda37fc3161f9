// The event log in PostgreSQL.
#pragma once

#include <memory>
#include <string>

#include "adapters/postgres/appender.hpp"
#include "ports/event_store.hpp"

namespace eeveon::pg {

// Opens its connections lazily: while PostgreSQL is away every call answers errc::unavailable.
std::unique_ptr<event_store> make_event_store(std::string url, append_limits limits, asio::any_io_executor io,
                                              commit_hook on_committed);

}  // namespace eeveon::pg
