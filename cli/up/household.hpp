// Keeps a set of processes running: what dies is started again with back-off, and all stop in order.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "cli/up/child.hpp"

namespace eeveon::up {

struct member {
  std::string name;
  program_start start;
  int wave = 0;                          // lower waves stop first
  int stop_signal = 15;                  // TERM
  std::chrono::seconds patience{10};     // then KILL
  std::function<result<child>()> adopt;  // tried once, before the first start
  std::function<void()> on_death;        // unexpected deaths only
  int hopeless = 0;                      // an exit code that says: another start would end the same; 0: none
};

class household {
 public:
  explicit household(asio::any_io_executor io) : io_(std::move(io)) {}

  void keep(member who);
  // Deaths in a row, each soon after the start: tells a program that cannot run from one that crashed once.
  int deaths_in_a_row(std::string_view name) const;
  // Why one of them was not started again: its own last words. Nobody is stopped for it here.
  const std::optional<failure>& given_up() const { return given_up_; }
  // Stops all members, wave by wave; returns when every one has ended.
  asio::awaitable<void> stop();
  void kill_all();

 private:
  struct kept {
    member who;
    std::optional<child> process;
    int deaths = 0;
  };
  asio::awaitable<void> keep_alive(std::shared_ptr<kept> k);
  asio::awaitable<void> pause(std::chrono::milliseconds time);
  asio::awaitable<void> stop_wave(int wave);

  asio::any_io_executor io_;
  std::vector<std::shared_ptr<kept>> members_;
  std::optional<failure> given_up_;
  bool stopping_ = false;
};

}  // namespace eeveon::up
