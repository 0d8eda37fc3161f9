#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "cli/demo/push_payload.hpp"
#include "cli/demo/repository.hpp"
#include "cli/exit_code.hpp"
#include "cli/print.hpp"
#include "cli/up/folder.hpp"
#include "cli/verbs/verbs.hpp"
#include "cli/wiring.hpp"
#include "core/base/digest.hpp"

namespace eeveon::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto main_ref = "refs/heads/main";
const std::string nothing(40, '0');

struct place {
  fs::path repository, told;  // told: the head of main that a server has accepted
  std::string url, secret;
};

// git's answer, without its final line end; a failure reads as empty.
asio::awaitable<std::string> git(launcher& programs, const place& p, std::vector<std::string> words) {
  program ask{.argv = {"git", "-C", p.repository}};
  ask.argv.insert(ask.argv.end(), words.begin(), words.end());
  const auto end = co_await programs.run(std::move(ask), {});
  if (!end || end->exit_code != 0) co_return "";
  auto text = end->output;
  while (text.ends_with('\n')) text.pop_back();
  co_return text;
}

asio::awaitable<demo::push> describe(launcher& programs, const place& p, std::string before,
                                     std::string after, std::string ref) {
  demo::push out{
      .ref = ref, .before = before, .after = after, .commits = {}, .clone_url = demo::url_of(p.repository)};
  if (after == nothing) co_return out;
  std::vector<std::string> log{"log", "-z", "-20", "--reverse", "--format=%H%x1f%an%x1f%ae%x1f%cI%x1f%B",
                               after};
  if (before != nothing) {
    log.push_back("^" + before);
    const std::vector<std::string> base{"merge-base", before, after};
    out.forced = co_await git(programs, p, base) != before;
  }
  auto text = co_await git(programs, p, log);
  if (text.empty()) {  // the branch went back: the head alone
    const std::vector<std::string> head{"log", "-z", "-1", "--format=%H%x1f%an%x1f%ae%x1f%cI%x1f%B", after};
    text = co_await git(programs, p, head);
  }
  std::istringstream commits(text);
  for (std::string one; std::getline(commits, one, '\0');) {
    std::array<std::string, 5> parts;
    std::istringstream fields(one);
    for (auto& part : parts) std::getline(fields, part, &part == &parts.back() ? '\0' : '\x1f');
    out.commits.push_back({parts[0], parts[4], parts[1], parts[2], parts[3]});
  }
  co_return out;
}

http_ask delivery_of(const place& p, const demo::push& told) {
  http_ask ask{.method = "POST",
               .url = p.url + "/hooks/github",
               .body = demo::payload_of(told),
               .timeout = std::chrono::seconds(5)};
  ask.headers = {{"Content-Type", "application/json"},
                 {"X-GitHub-Event", "push"},
                 {"X-GitHub-Delivery", to_hex(random_bytes(16))},
                 {"X-Hub-Signature-256", "sha256=" + to_hex(hmac_sha256(p.secret, ask.body))}};
  return ask;
}

// While the server or its database is away the same delivery is sent again, for a while: nobody else would.
asio::awaitable<result<>> send(const place& p, demo::push told) {
  const auto ask = delivery_of(p, told);
  const auto client = make_client();
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  for (;;) {
    const auto answer = co_await client->send(ask);
    if (answer && answer->status < 300) break;
    if ((answer && answer->status != 503 && answer->status != 429) ||
        std::chrono::steady_clock::now() > until)
      co_return fail(errc::io,
                     answer ? fmt::format("the server answered {}", answer->status) : answer.error().detail);
    asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(200));
    co_await timer.async_wait(asio::use_awaitable);
  }
  if (told.ref != main_ref) co_return result<>{};
  co_return up::write_file(p.told, told.after + "\n", 0644);
}

asio::awaitable<result<>> tell(place p, std::string before, std::string after, std::string ref) {
  const auto programs = make_program_launcher(co_await asio::this_coro::executor);
  auto told = co_await describe(*programs, p, std::move(before), std::move(after), std::move(ref));
  co_return co_await send(p, std::move(told));
}

// The head of main, when no server has heard of it: at the first start, or after a push into a stopped
// Eeveon.
asio::awaitable<result<>> tell_missed(place p) {
  const auto programs = make_program_launcher(co_await asio::this_coro::executor);
  const std::vector<std::string> head_of_main{"rev-parse", "--verify", "--quiet", main_ref};
  auto head = co_await git(*programs, p, head_of_main);
  auto last = read_line_of(p.told);
  if (head.empty() || head == last) co_return result<>{};
  if (last.empty()) last = nothing;
  co_return co_await tell(std::move(p), std::move(last), std::move(head), main_ref);
}

result<> wait_for(asio::io_context& io, asio::awaitable<result<>> work) {
  result<> ended;
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown, result<> came) {
    if (thrown) std::rethrow_exception(thrown);
    ended = std::move(came);
  });
  io.restart();
  io.run();
  return ended;
}

// Whatever happens, a push has happened: problems are told to the pusher, the exit code stays 0.
int run(invocation& asked) {
  const fs::path data = asked.text("data");
  place p{data / "demo" / "repository.git", data / "demo" / "told", asked.text("url"),
          read_line_of(data / "webhook-secret")};
  if (p.url.empty()) p.url = read_line_of(data / "ready");
  if (p.url.empty()) return remark("eeveon is not running; it hears of this push when it starts"), done;
  asio::io_context io{1};
  const auto say = [](const result<>& told) {
    if (!told) remark("eeveon could not be told: " + told.error().detail);
  };
  if (asked.has("missed")) return say(wait_for(io, tell_missed(p))), done;
  std::string before, after, ref;
  while (std::cin >> before >> after >> ref) {
    const auto told = wait_for(io, tell(p, before, after, ref));
    say(told);
    if (told)
      remark(fmt::format("eeveon has been told of {} on {}; see {}", short_commit(after), ref, p.url));
  }
  return done;
}

}  // namespace

verb demo_hook() {
  return {"demo-hook",
          audience::hidden,
          "tell of a push into the demo's repository, as GitHub does (reads post-receive's lines)",
          {{"--data", "DIR", "of eeveon up"},
           {"--url", "URL", "of the server (default: the one that DIR/ready names)"},
           {"--missed", "", "tell of the head of main, unless a server has heard of it"}},
          run};
}

}  // namespace eeveon::cli
