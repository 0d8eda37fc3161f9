// A fake log on an io loop that the test turns by hand, and the signal that tells of its growth.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "server/services/log_signal.hpp"
#include "tests/support/fake_ports.hpp"

namespace eeveon::test {

struct looped_log {
  // How far the read tables have come.
  std::int64_t stored() const {
    const auto at = log->checkpoints.find("views");
    return at == log->checkpoints.end() ? 0 : at->second;
  }

  asio::io_context io{1};
  std::shared_ptr<fake_log> log = std::make_shared<fake_log>();
  std::unique_ptr<event_store> store = make_fake_event_store(log);
  log_signal grown{io.get_executor()};
};

}  // namespace eeveon::test
