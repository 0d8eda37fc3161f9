// A real repository, a worker's folder, and a performer that works on both.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/net/http_client.hpp"
#include "tests/support/child.hpp"
#include "tests/workers/node_fixture.hpp"
#include "workers/effects/perform.hpp"

namespace eeveon::test {

struct repository_fixture : node_fixture {
  std::unique_ptr<http_client> http = make_http_client();
  workers::step_performer performer{{*programs, *nodes, *artifacts, *http}};
  const std::string bare = folder + "/git/shop.git", work = folder + "/work";
  step_context context;
  std::string log;  // what the steps told

  repository_fixture() {
    context.project = "shop";
    context.run = "run_1";
    context.data = folder + "/data";
    context.file_roots = {folder + "/git"};
    std::filesystem::create_directories(folder + "/git");
    run_child({"git", "init", "-q", "--bare", "-b", "main", bare});
    run_child({"git", "init", "-q", "-b", "main", work});
  }
  void git(std::vector<std::string> words, const std::string& author = "Ann") {
    words.insert(words.begin(),
                 {"git", "-C", work, "-c", "user.name=" + author, "-c", "user.email=ann@example.com"});
    run_child(words);
  }
  // Pushes what is checked out as main; its commit.
  std::string push() {
    git({"push", "-q", "-f", bare, "HEAD:refs/heads/main"});
    return id_in(bare + "/refs/heads/main");
  }
  // Commits what stands in the folder, and pushes it.
  std::string commit(const std::string& message, const std::string& author = "Ann") {
    git({"add", "-A"});
    git({"commit", "-q", "--allow-empty", "-m", message}, author);
    return push();
  }
  static std::string id_in(const std::string& ref_file) {
    auto id = read_file(ref_file);
    if (!id.empty()) id.pop_back();
    return id;
  }
  json::object source(const std::string& id) const {
    return {{"repository", "file://" + bare}, {"commit", id}, {"ref", "refs/heads/main"}};
  }
  static step a_step(std::string action, json::object args,
                     std::chrono::milliseconds limit = std::chrono::seconds(60)) {
    return {.id = action, .action = action, .target = "worker", .args = std::move(args), .limit = limit};
  }
  workers::step_outcome perform(std::string action, json::object args,
                                std::chrono::milliseconds limit = std::chrono::seconds(60)) {
    auto what = a_step(std::move(action), std::move(args), limit);
    auto copy = context;
    return wait(io, performer.perform(std::move(what), std::move(copy),
                                      [this](std::string_view text) { log += text; }));
  }
};

}  // namespace eeveon::test
