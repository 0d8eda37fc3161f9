#include "workers/run_driver.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/base/failpoint.hpp"
#include "core/plan/make.hpp"
#include "ports/patience.hpp"
#include "workers/recipe_of.hpp"

namespace eeveon::workers {

using namespace std::chrono_literals;

run_driver::run_driver(driver_parts with, std::string run, std::string subject, std::int64_t fence,
                       asio::any_io_executor io)
    : with_(std::move(with)), run_(std::move(run)), subject_(std::move(subject)), fence_(fence), wake_(io) {
  const auto dash = subject_.find('-');
  log_ = std::make_unique<log_writer>(with_.logs, with_.bell, subject_.substr(dash + 1), fence_, io);
}

asio::awaitable<void> run_driver::drive() {
  const auto self = shared_from_this();
  const auto io = co_await asio::this_coro::executor;
  asio::co_spawn(io, keep_log(), asio::detached);
  patience patience;
  while (!over_) {
    if (lost_ && running_.empty()) break;
    // Before the log is read: what ends meanwhile may be missing in what is read, and would be begun again.
    std::set<std::string> running;
    for (const auto& [id, step] : running_) running.insert(id);
    auto fresh = co_await refresh();
    if (fresh && !lost_) {
      patience.reset();
      if (progress_.ended) break;
      if (handing_back_) {
        if (running.empty()) {
          std::vector<new_event> events{make_event(run_interrupted{run_, "its worker is stopping"})};
          (void)co_await record(std::move(events), run_state::queued, false);
          break;
        }
      } else {
        if (progress_.cancel_requested && !progress_.undoing) end_steps();
        auto move = decide_next(progress_, plans_, running);
        using kind = next_move::kind;
        result<> done;
        switch (move.what) {
          case kind::start:
            for (const auto& start : move.starts) begin(start);
            break;
          case kind::record: done = co_await record(std::move(move.events), std::nullopt); break;
          case kind::attention:
            done = co_await record(std::move(move.events), run_state::needs_attention);
            over_ = done.has_value();
            break;
          case kind::finish:
            EEVEON_FAILPOINT("W7");
            if (progress_.undoing) EEVEON_FAILPOINT("C3");
            done = co_await record(std::move(move.events), run_state::done);
            over_ = done.has_value();
            break;
          case kind::wait: break;
        }
        if (!done && done.error().code == errc::fenced) lose();
        if (over_) break;
        if (move.what == kind::record || move.what == kind::finish || !done) {
          if (!done) co_await patience.wait();
          continue;
        }
      }
    } else if (!fresh) {
      spdlog::warn("{}: {}", run_, fresh.error().detail);
      co_await patience.wait();
    }
    // A step's end or a hint wakes this; the look every two seconds is for hints that were lost.
    boost::system::error_code woken;
    if (wake_.expiry() != asio::steady_timer::time_point::min()) {
      wake_.expires_after(2s);
      co_await wake_.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    }
    wake_.expires_at(asio::steady_timer::time_point::max());
  }
  over_ = true;
  co_await log_->flush();
}

asio::awaitable<void> run_driver::keep_log() {
  const auto self = shared_from_this();
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (bool last = false; !last;) {
    timer.expires_after(100ms);
    co_await timer.async_wait(asio::use_awaitable);
    last = over_;
    co_await log_->flush();
    co_await log_->announce();
  }
}

asio::awaitable<result<>> run_driver::refresh() {
  auto events = co_await with_.events.read_stream(subject_, progress_.version);
  if (!events) co_return std::unexpected(events.error());
  for (const auto& event : *events) {
    progress_.apply(event);
    correlation_ = event.correlation;
  }
  if (progress_.fence > fence_) lose();
  co_return co_await load_plans();
}

asio::awaitable<result<>> run_driver::load_plans() {
  if (progress_.kind == "build") {
    if (plans_.build.stages.empty()) plans_.build = make_build_plan(progress_.release);
    co_return result<>{};
  }
  for (auto [id, to] :
       {std::pair{progress_.planned.plan, &plans_.deploy}, std::pair{progress_.planned.undo, &plans_.undo}}) {
    if (!to->stages.empty() || id.empty()) continue;
    auto body = co_await with_.events.document_body(parse_digest(id).value_or(digest{}));
    if (!body) co_return std::unexpected(body.error());
    if (!*body) co_return fail(errc::corrupt, "the plan's document is missing", id);
    auto made = parse_plan(**body);
    if (!made) co_return std::unexpected(made.error());
    *to = std::move(*made);
  }
  co_return result<>{};
}

asio::awaitable<result<>> run_driver::record(std::vector<new_event> events, std::optional<run_state> end,
                                             bool count_attempt, std::vector<document> documents) {
  append_command command{.actor = with_.worker, .causation = fence_, .guard = run_guard{run_, fence_}};
  command.correlation = correlation_;
  command.streams.push_back({subject_, std::nullopt, std::move(events)});
  command.documents = std::move(documents);
  if (end) command.moves.push_back({run_, *end, count_attempt});
  ending_ |= end.has_value();
  auto done = co_await with_.events.append(std::move(command));
  if (end) ending_ = done.has_value();
  if (!done) co_return std::unexpected(done.error());
  co_return result<>{};
}

void run_driver::begin(const step_start& start) {
  auto& entry = running_[start.what.id];
  asio::co_spawn(
      wake_.get_executor(), perform(start),
      asio::bind_cancellation_slot(entry.cancel.slot(),
                                   [self = shared_from_this(), id = start.what.id](std::exception_ptr error) {
                                     if (error) {
                                       // An interrupted wait is the ordinary end of a cancelled step;
                                       // anything else is a bug worth a line.
                                       try {
                                         std::rethrow_exception(error);
                                       } catch (const boost::system::system_error&) {
                                       } catch (const std::exception& why) {
                                         spdlog::error("{} {}: {}", self->run_, id, why.what());
                                       }
                                     }
                                     self->running_.erase(id);
                                     self->wake();
                                   }));
}

asio::awaitable<void> run_driver::perform(step_start start) {
  const auto self = shared_from_this();
  const auto& what = start.what;
  if (start.delay.count() > 0) {
    asio::steady_timer timer(co_await asio::this_coro::executor, start.delay);
    co_await timer.async_wait(asio::use_awaitable);
  }
  std::vector<new_event> begun{
      make_event(step_started{run_, start.part, start.stage, what.id, what.target, start.attempt})};
  auto recorded = co_await record(std::move(begun), std::nullopt);
  if (!recorded) {
    if (recorded.error().code == errc::fenced) lose();
    co_return;
  }
  EEVEON_FAILPOINT("W3");
  EEVEON_FAILPOINT(("W3@" + what.action).c_str());
  if (start.part == "undo") EEVEON_FAILPOINT("C1");
  const auto clock = std::chrono::steady_clock::now();
  step_outcome outcome;
  auto context = context_of(what);
  const auto id = what.id;
  const auto attempt = start.attempt;
  log_sink to_log = [this, id, attempt](std::string_view text) { log_->write(id, attempt, text); };
  if (EEVEON_SEEDED_BUG("undo_skipped") && start.part == "undo")
    outcome = {.end = step_end::succeeded};
  else if (context)
    outcome = co_await with_.performer.perform(what, std::move(*context), std::move(to_log));
  else
    outcome = {.end = step_end::failed, .reason = context.error().detail, .final = true};
  log_->end_of(id, attempt);
  if (lost_ || outcome.end == step_end::interrupted) co_return;
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - clock).count();

  std::vector<new_event> ended;
  switch (outcome.end) {
    case step_end::succeeded:
      ended.push_back(
          make_event(step_succeeded{run_, start.part, id, attempt, took, std::move(outcome.output)}));
      break;
    case step_end::failed:
      ended.push_back(
          make_event(step_failed{run_, start.part, id, attempt, took, outcome.reason, outcome.final}));
      break;
    default: ended.push_back(make_event(step_unknown{run_, start.part, id, outcome.reason, attempt})); break;
  }
  std::vector<document> documents;
  for (auto& body : outcome.documents) {
    const auto key = sha256(body);
    documents.push_back({key, std::move(body)});
  }
  // The outcome is known here only: it is written until it stands, or the run is lost.
  patience patience;
  // What a step printed stands before its end does: whoever reads the output once it has ended misses
  // nothing.
  while (!lost_ && !co_await log_->flush()) co_await patience.wait();
  patience.reset();
  while (!lost_) {
    auto copy = ended;
    auto papers = documents;
    auto written = co_await record(std::move(copy), std::nullopt, true, std::move(papers));
    if (written) break;
    if (written.error().code == errc::fenced)
      lose();
    else
      co_await patience.wait();
  }
  EEVEON_FAILPOINT("W8");
  EEVEON_FAILPOINT(("W8@" + what.action).c_str());
  if (start.part == "undo") EEVEON_FAILPOINT("C2");
}

result<step_context> run_driver::context_of(const step& what) const {
  step_context out;
  const bool building = progress_.kind == "build";
  out.project = building ? progress_.release.project : progress_.deployment.project;
  out.environment = progress_.deployment.environment;
  out.run = run_;
  out.fence = "0." + std::to_string(EEVEON_SEEDED_BUG("one_fence_for_all") ? 999999999 : fence_);
  out.commit = building ? progress_.release.commit : progress_.deployment.commit;
  out.release = building ? progress_.release.release : progress_.deployment.release;
  for (const auto& node : plans_.deploy.nodes) out.addresses.push_back(node.address);
  if (const auto* node = plans_.deploy.node(what.target)) out.node = *node;
  if (const auto sent = progress_.deploy.find("transfer@" + what.target); sent != progress_.deploy.end())
    if (const auto* incoming = sent->second.output.if_contains("incoming"); incoming && incoming->is_string())
      out.incoming = incoming->get_string();
  out.data = with_.data;
  out.file_roots = with_.file_roots;
  out.git = with_.repositories.now();
  out.secrets = out.git.secrets;
  if (building) {
    auto made = recipe_of(progress_);
    if (!made) return std::unexpected(made.error());
    out.build = std::move(made->build);
    out.config = std::move(made->config);
  }
  return out;
}

void run_driver::end_steps() {
  for (auto& [id, step] : running_) step.cancel.emit(asio::cancellation_type::terminal);
}
bool run_driver::lose_lease() {
  if (over_ || ending_) return false;
  lose();
  return true;
}
void run_driver::lose() {
  lost_ = true;
  end_steps();
  wake();
}
void run_driver::hand_back() {
  handing_back_ = true;
  wake();
}
void run_driver::interrupt() {
  end_steps();
  wake();
}

}  // namespace eeveon::workers
