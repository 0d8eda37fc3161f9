// The life of a server or worker process: standing services, and an orderly end when a signal asks for it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdio>
#include <functional>
#include <list>
#include <thread>

#include "core/base/failure.hpp"

namespace eeveon::os {

namespace asio = boost::asio;

// Services that run until they are cancelled. Anything else that ends one is a bug, and the process must not
// go on half alive.
class standing_services {
 public:
  explicit standing_services(asio::io_context& io) : io_(io) {}
  void start(const char* name, asio::awaitable<void> work);
  void cancel();

 private:
  asio::io_context& io_;
  std::list<asio::cancellation_signal> signals_;
};

// Raises the soft limit of open files to the hard one: a shell's 1,024 are fewer than the live feeds of a
// team.
void allow_all_files();

// Runs `io` until SIGTERM or SIGINT, then until `stop` has ended what was begun; asked twice, leaves at once.
void run_until_told(asio::io_context& io, std::function<asio::awaitable<void>()> stop);

// Ends the process when it does not end by itself: threads that hang in a call cannot be ended one by one.
class last_resort {
 public:
  // `what`: who may hang, for the line that says so.
  last_resort(const char* name, const char* what) : name_(name), what_(what) {}
  void arm(std::chrono::seconds left);

 private:
  const char *name_, *what_;
  std::jthread waiting_;  // until this is destroyed
};

// The whole life of a process made of `Wiring` (start, stop, may_hang). 0: stopped cleanly; 2: cannot start
// as it is set up, 1: could not start now, or not everything could be waited for at the end; each said in one
// line.
template <class Wiring, class Options>
int run_process(const char* name, Options options) {
  // Never destroyed: what still waits there for an answer would tidy up parts that are gone by then.
  static auto& io = *new asio::io_context(1);
  last_resort end(name, Wiring::may_hang);
  Wiring all(io, std::move(options));
  if (const auto started = all.start(); !started) {
    std::fprintf(stderr, "%s: %s\n", name, started.error().detail.c_str());
    end.arm(std::chrono::seconds(10));
    const bool set_up_wrong = started.error().code == errc::invalid || started.error().code == errc::refused;
    return set_up_wrong ? 2 : 1;
  }
  run_until_told(io, [&all] { return all.stop(); });
  end.arm(std::chrono::seconds(10));
  return 0;
}

}  // namespace eeveon::os
