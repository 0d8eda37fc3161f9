// One running node script: a program whose standard input takes request lines and whose output gives answers.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "adapters/os/running.hpp"

namespace eeveon {

class node_session : public std::enable_shared_from_this<node_session> {
 public:
  // `argv` starts the script here, or ssh to it; errors of starting are result's. A script here is let go
  // like one at the other end of ssh: it ends with its input, and a daemon that a hook has started does not
  // end with it.
  static result<std::shared_ptr<node_session>> start(asio::any_io_executor executor,
                                                     std::vector<std::string> argv, bool here);

  // Awaits the script's greeting. When it fails, `last_words` and `exit_code` tell why.
  asio::awaitable<bool> greeted(std::chrono::milliseconds limit);
  // Writes one line and gives the answer line. timed_out, unavailable (nothing was written) or
  // unknown_outcome; after any of them the session is of no use any more.
  asio::awaitable<result<std::string>> ask(std::string line, std::chrono::milliseconds limit,
                                           std::function<void(std::string_view)> on_output);
  // Has the other end gone away while nothing was asked?
  bool is_dead() const;
  // After the end: what was written to standard error and how the program ended.
  asio::awaitable<int> exit_code();
  const std::string& last_words() const { return last_words_; }

  asio::steady_timer idle;  // for the owner's use

 private:
  node_session(asio::any_io_executor executor, const started_program& started);
  asio::awaitable<result<std::string>> read_line();
  void bound_by(std::chrono::milliseconds limit);
  static asio::awaitable<void> drain_errors(std::shared_ptr<node_session> self);

  running_program child_;
  asio::steady_timer limit_;
  std::string buffer_, last_words_;
  bool timed_out_ = false;
};

}  // namespace eeveon
