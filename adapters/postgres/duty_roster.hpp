// Duties as advisory locks of one database session: PostgreSQL itself gives them away when the session ends.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>

#include "ports/duty_roster.hpp"

namespace eeveon::pg {

std::unique_ptr<duty_roster> make_duty_roster(std::string url, asio::any_io_executor io);

}  // namespace eeveon::pg
