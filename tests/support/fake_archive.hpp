// The archive of a fake log, found by the rules of the real one; stretches are never too long here.
#pragma once

#include "ports/archive.hpp"
#include "tests/support/fake_ports.hpp"

namespace eeveon::test {

class fake_archive final : public archive {
 public:
  fake_archive(std::shared_ptr<fake_log> log, fake_read_models& models)
      : log_(std::move(log)), models_(models) {}

  asio::awaitable<result<event_page>> find_events(event_search what) override {
    searches.push_back(what);
    event_page page;
    const auto has = [](const auto& list, const std::string& one) {
      return std::ranges::find(list, one) != list.end();
    };
    for (auto it = log_->events.rbegin(); it != log_->events.rend(); ++it) {
      const auto& e = *it;
      const bool wanted =
          (what.before == 0 || e.position < what.before) && e.position > what.after &&
          (what.types.empty() || has(what.types, e.type)) && !has(what.except, e.type) &&
          (what.actor.empty() || e.actor == what.actor) && (!what.from || e.recorded_at >= *what.from) &&
          (!what.to || e.recorded_at < *what.to) &&
          (what.deployment.empty() || e.stream.ends_with(what.deployment)) &&
          (what.text.empty() || e.data.find(what.text) != std::string::npos) &&
          (what.project.empty() || has(what.streams, e.stream) ||
           e.stream.starts_with("env-" + what.project + "/") || e.stream == "project-" + what.project);
      if (wanted) page.events.push_back(e);
      if (std::ssize(page.events) == what.limit) {
        page.looked_to = e.position;
        break;
      }
    }
    co_return page;
  }
  asio::awaitable<result<deployment_page>> find_deployments(deployment_search what) override {
    auto rows = co_await models_.list(
        {"deployment", what.project, what.environment, what.status, what.before, 1'000'000});
    deployment_page page;
    for (const auto& row : *rows) {
      const auto says = [&](const char* name, const std::string& value) {
        return value.empty() ||
               row.body.find("\"" + std::string(name) + "\":\"" + value + "\"") != std::string::npos;
      };
      if (row.sort <= what.after || !says("trigger", what.trigger) || !says("actor", what.actor)) continue;
      page.rows.push_back(row);
      if (std::ssize(page.rows) == what.limit) {
        page.looked_to = row.sort;
        break;
      }
    }
    co_return page;
  }
  asio::awaitable<result<std::vector<recorded_event>>> events_at(
      std::vector<std::int64_t> positions) override {
    std::vector<recorded_event> out;
    std::ranges::copy_if(log_->events, std::back_inserter(out), [&](const auto& e) {
      return std::ranges::find(positions, e.position) != positions.end();
    });
    co_return out;
  }
  asio::awaitable<result<std::vector<std::string>>> headers_of(
      std::vector<std::pair<std::string, std::string>> wanted) override {
    std::vector<std::string> out;
    for (const auto& id : wanted) {
      const auto found = log_->deliveries.find(id);
      out.push_back(found == log_->deliveries.end() ? "" : found->second.first.headers);
    }
    co_return out;
  }
  asio::awaitable<result<std::int64_t>> last_before(timestamp moment) override {
    std::int64_t last = 0;
    for (const auto& e : log_->events)
      if (e.recorded_at < moment) last = e.position;
    co_return last;
  }
  std::vector<event_search> searches;

 private:
  std::shared_ptr<fake_log> log_;
  fake_read_models& models_;
};

}  // namespace eeveon::test
