// The event log in PostgreSQL.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/postgres/appender.hpp"
#include "ports/event_store.hpp"

namespace eeveon::pg {

// Called on the io thread after each COMMIT of this process: the log has grown to `position`, and `runs` may
// be taken now. A lower position may come after a higher one.
using commit_hook = std::function<void(std::int64_t position, std::vector<std::string> runs)>;

// Opens its connections lazily: while PostgreSQL is away every call answers errc::unavailable.
std::unique_ptr<event_store> make_event_store(std::string url, append_limits limits, asio::any_io_executor io,
                                              commit_hook on_committed);

}  // namespace eeveon::pg
