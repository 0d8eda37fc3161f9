#include "adapters/os/process.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/system/system_error.hpp>
#include <condition_variable>
#include <csignal>
#include <mutex>

namespace eeveon::os {
namespace {

void die_unless_cancelled(const char* name, std::exception_ptr ended_by) {
  if (!ended_by) return;
  try {
    std::rethrow_exception(ended_by);
  } catch (const boost::system::system_error& why) {
    if (why.code() == asio::error::operation_aborted) return;
    spdlog::critical("{} ended: {}", name, why.what());
  } catch (const std::exception& why) {
    spdlog::critical("{} ended: {}", name, why.what());
  }
  std::abort();
}

asio::awaitable<void> stop_and_leave(std::function<asio::awaitable<void>()> stop, asio::io_context& io) {
  co_await stop();
  io.stop();
}

}  // namespace

void standing_services::start(const char* name, asio::awaitable<void> work) {
  auto& signal = signals_.emplace_back();
  asio::co_spawn(io_, std::move(work),
                 asio::bind_cancellation_slot(signal.slot(), [name](std::exception_ptr ended_by) {
                   die_unless_cancelled(name, ended_by);
                 }));
}

void standing_services::cancel() {
  for (auto& signal : signals_) signal.emit(asio::cancellation_type::terminal);
}

void last_resort::arm(std::chrono::seconds left) {
  waiting_ = std::jthread([name = name_, what = what_, left](std::stop_token ended) {
    std::mutex mutex;
    std::condition_variable_any over;
    std::unique_lock lock(mutex);
    over.wait_for(lock, ended, left, [] { return false; });
    if (ended.stop_requested()) return;
    spdlog::warn("{} does not wait any longer for {}; nothing that was confirmed is lost", name, what);
    spdlog::default_logger()->flush();
    std::_Exit(1);
  });
}

void run_until_told(asio::io_context& io, std::function<asio::awaitable<void>()> stop) {
  asio::signal_set signals(io, SIGTERM, SIGINT);
  int heard = 0;
  std::function<void(boost::system::error_code, int)> on_signal = [&](boost::system::error_code error, int) {
    if (error) return;
    if (++heard > 1) std::_Exit(1);
    asio::co_spawn(io, stop_and_leave(stop, io), asio::detached);
    signals.async_wait(on_signal);
  };
  signals.async_wait(on_signal);
  io.run();
}

void allow_all_files() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace eeveon::os
