// What every event store promises, the real one and the in-memory double alike.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "ports/event_store.hpp"
#include "ports/run_store.hpp"
#include "tests/support/io.hpp"

namespace eeveon::test {

// One store under test, empty at the start of each case.
struct store_under_test {
  asio::io_context io;
  std::unique_ptr<event_store> events;
  std::unique_ptr<run_store> runs;

  result<append_outcome> append(append_command command) {
    return wait(io, events->append(std::move(command)));
  }
  std::vector<recorded_event> log() { return wait(io, events->read_log(0, 100'000)).value(); }
  run_row run(const std::string& id) { return wait(io, runs->find({id})).value().at(0); }
};

using make_store = std::unique_ptr<store_under_test> (*)();

append_command fact(const std::string& stream, const std::string& type = "thing_happened");
append_command decision(const std::string& stream, std::int64_t expected);
append_command delivered(const std::string& key, const std::string& body);
append_command start_run(const std::string& run, const std::string& environment);
append_command claim(const std::string& run, const std::string& owner, std::chrono::milliseconds lease);
append_command guarded(const std::string& run, std::int64_t fence);

// Registers the suite `name` for one implementation.
void add_event_store_suite(const std::string& name, make_store make);

}  // namespace eeveon::test
