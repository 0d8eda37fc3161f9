// A workbench on threads of its own.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "ports/workbench.hpp"

namespace eeveon::blocking {

std::unique_ptr<workbench> make_workbench(asio::any_io_executor io, int threads);

}  // namespace eeveon::blocking
