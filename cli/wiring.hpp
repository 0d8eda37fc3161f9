// The only place of the command line that knows adapters; everything else sees ports.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <string>
#include <vector>

#include "core/base/failure.hpp"
#include "ports/http_client.hpp"
#include "ports/launcher.hpp"

namespace eeveon::cli {

std::unique_ptr<http_client> make_client();
std::unique_ptr<launcher> make_program_launcher(asio::any_io_executor executor);

// Brings the database's schema to what this program needs; returns the names of the migrations applied now.
// `admin_url` connects as a superuser, or as eeveon_owner when the roles exist.
result<std::vector<std::string>> migrate_database(const std::string& admin_url);
// Is everything applied, and is the database safe to keep events in? Returns warnings. Needs the
// application's rights.
result<std::vector<std::string>> check_database(const std::string& url);
// Ends the leases of a worker known to be dead. Blocks; a failure costs delay only.
result<int> end_leases(const std::string& url, const std::string& owner);

}  // namespace eeveon::cli
