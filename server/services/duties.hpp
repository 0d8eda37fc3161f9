// What this server does for all servers of its database, because only one may: taken, kept and given up
// together.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <list>
#include <string>

#include "ports/duty_roster.hpp"

namespace eeveon {

// One duty as the service that does it sees it. To be used on one io thread only.
class duty {
 public:
  duty(asio::any_io_executor executor, std::string name, bool held = false);

  const std::string& name() const { return name_; }
  bool held() const { return held_; }
  asio::awaitable<void> taken();  // returns when it is held
  void set(bool held);

 private:
  std::string name_;
  asio::steady_timer changed_;
  bool held_;
};

class duties {
 public:
  duties(duty_roster& roster, asio::any_io_executor executor) : roster_(roster), executor_(executor) {}

  // A duty to be taken from now on; it lives as long as this.
  duty& add(std::string name) { return all_.emplace_back(executor_, std::move(name)); }
  // Until cancelled. A duty given up by its holder is taken within one pause, one whose holder is paused or
  // cut off within `duty_life` more.
  asio::awaitable<void> run(std::chrono::milliseconds pause = std::chrono::milliseconds(500));

 private:
  duty_roster& roster_;
  asio::any_io_executor executor_;
  std::list<duty> all_;
};

}  // namespace eeveon
