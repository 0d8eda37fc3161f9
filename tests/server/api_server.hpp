// A whole server on a free port, with its real table, listener and feed over doubles of every port.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <set>
#include <thread>

#include "server/api/handlers.hpp"
#include "server/api/system.hpp"
#include "server/http/listener.hpp"
#include "tests/support/fake_archive.hpp"
#include "tests/support/fake_past_store.hpp"
#include "tests/support/fake_ports.hpp"
#include "tests/support/raw_client.hpp"

namespace eeveon::test {

struct api_answer {
  int status = 0;
  json::value body;
  raw_reply raw;
  std::string text(std::string_view key) const {
    const auto* value = body.is_object() ? body.get_object().if_contains(key) : nullptr;
    return value ? value->is_string() ? std::string(value->get_string()) : json::serialize(*value)
                 : std::string{};
  }
};

class changing_tokens final : public http::authenticator {
 public:
  asio::awaitable<result<http::actor>> identify(http::credentials shown) override {
    ++asked;
    if (away) co_return fail(errc::unavailable, "the database does not answer");
    const auto found = names.find(shown.token);
    if (found == names.end()) co_return fail(errc::unauthorized, "sign in again");
    co_return http::actor{found->second};
  }
  void forget(const http::credentials& shown) override { forgotten.push_back(shown.token); }
  std::vector<std::string> forgotten;
  std::map<std::string, std::string> names{{"good", "ada"}, {"other", "bob"}};
  bool away = false;
  std::atomic<int> asked{0};
};

// What a request adds to be answered with a file.
inline const std::string csv = "Accept: text/csv\r\n", ndjson = "Accept: application/x-ndjson\r\n";

class api_server {
 public:
  api_server();
  ~api_server();

  // `headers`: whole lines, each ended by CR LF.
  api_answer ask(const std::string& line, const std::string& body = {}, const std::string& headers = {},
                 const std::string& token = "good");

  // Runs `work` on the server's own thread.
  template <class Work>
  auto inside(Work work) {
    return asio::post(io, asio::use_future(std::move(work))).get();
  }
  template <class Event>
  std::int64_t append(const std::string& stream, const Event& event) {
    return append_made(stream, make_event(event));
  }
  std::size_t events_so_far();

  // A project `shop` with the environment `production` on one node.
  void with_shop(const std::string& queue = "supersede");
  static std::string spec(const std::string& queue = "supersede");

  asio::io_context io{1};
  std::shared_ptr<fake_log> log = std::make_shared<fake_log>();
  std::unique_ptr<event_store> events = make_fake_event_store(log);
  std::unique_ptr<run_store> runs = make_fake_run_store(log);
  fake_read_models models{log};
  fake_log_store logs;
  fake_doorbell bell;
  fake_session_store sessions;
  fake_delivery_log deliveries{log};
  fake_launcher programs;
  fake_node_channel nodes;
  fake_clock clock;
  log_signal grown{io.get_executor()};
  duty storing{io.get_executor(), "projector", true};
  feed picture{*events, models, grown, storing, std::chrono::milliseconds(0)};
  node_checks checks{bell, std::chrono::milliseconds(20)};
  node_loads loads{bell, clock, picture, io.get_executor()};
  fake_past_store earlier{log};
  fake_workbench bench;
  past_boards past{earlier, bench};
  changing_tokens tokens;
  fake_repository_access repositories;
  fake_archive records{log, models};
  compute desk{io.get_executor(), 1};
  api::parts with{*events,      models, *runs,  logs,    bell,  sessions,   programs,
                  repositories, nodes,  clock,  picture, grown, deliveries, checks,
                  loads,        past,   tokens, records, desk,  "http://a", {}};
  api::metrics numbers;
  hooks::github_parts hooked{*events, clock, grown, {}};
  std::vector<http::route> rows;
  std::uint16_t port = 0;

 private:
  std::int64_t append_made(const std::string& stream, new_event event);
  std::shared_ptr<http::listener> ears_;
  std::thread thread_;
};

}  // namespace eeveon::test
