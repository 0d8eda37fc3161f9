#include "workers/effects/perform.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "catalog/actions/action.hpp"
#include "catalog/actions/git_failure.hpp"
#include "core/base/failpoint.hpp"
#include "workers/effects/redact.hpp"

namespace eeveon::workers {
namespace {

template <class... Kinds>
struct each : Kinds... {
  using Kinds::operator()...;
};

// Whatever an action asks for, the step's own limit is the end of it.
void cut_limits(effect& asked, std::chrono::milliseconds left) {
  std::visit(each{[&](run_program& e) { e.limit = std::min(e.limit, left); },
                  [&](call_node& e) { e.limit = std::min(e.limit, left); },
                  [&](send_tree& e) { e.limit = std::min(e.limit, left); },
                  [&](pack_tree& e) { e.limit = std::min(e.limit, left); },
                  [&](probe_http& e) { e.timeout = std::min(e.timeout, left); },
                  [&](probe_tcp& e) { e.timeout = std::min(e.timeout, left); }},
             asked);
}

// Is it git on its way to an ssh repository? What other programs print about host keys is their own affair.
bool goes_by_ssh(const effect& asked) {
  const auto* program = std::get_if<run_program>(&asked);
  return program && program->variables.contains("GIT_SSH_VARIANT");
}

}  // namespace

asio::awaitable<step_outcome> step_performer::perform(step what, step_context context, log_sink to_log) {
  const auto* action = find_action(what.action);
  if (!action)
    co_return step_outcome{
        .reason = "this worker does not know the action '" + what.action + "': it is older than the plan",
        .final = true};
  redactor redact(context.secrets);
  const auto say = [&](std::string_view text) { redact.pass(text, to_log); };
  const auto until = std::chrono::steady_clock::now() + what.limit;
  std::vector<observation> seen;
  step_outcome out;
  for (;;) {
    auto decided = action->next(what, context, seen);
    if (auto* done = std::get_if<finished>(&decided)) {
      out = {.end = step_end::succeeded,
             .output = std::move(done->output),
             .documents = std::move(done->documents)};
      break;
    }
    if (auto* gave = std::get_if<gave_up>(&decided)) {
      out = {.end = step_end::failed, .reason = redact.line(gave->reason), .final = gave->final};
      break;
    }
    if (auto* unknown = std::get_if<outcome_unknown>(&decided)) {
      out = {.end = step_end::unknown, .reason = redact.line(unknown->reason)};
      break;
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      out = {.end = step_end::failed, .reason = "not done within " + format_duration(what.limit)};
      break;
    }
    auto asked = std::move(std::get<effect>(decided));
    cut_limits(asked, left);
    const bool by_ssh = goes_by_ssh(asked);
    bool interrupted = false;
    EEVEON_FAILPOINT(("W5@" + what.action).c_str());
    try {
      seen.push_back(co_await observe(std::move(asked), context, say));
      const auto pinned = by_ssh ? newly_pinned(seen.back().errors, context.git) : std::string();
      if (!pinned.empty()) say(pinned + "\n");
    } catch (const boost::system::system_error& error) {
      if (error.code() != asio::error::operation_aborted) throw;
      interrupted = true;
    }
    const auto cancelled =
        (co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none;
    if (interrupted || cancelled) {
      out = {.end = step_end::interrupted, .reason = "interrupted"};
      break;
    }
  }
  redact.finish(to_log);
  EEVEON_FAILPOINT("W6");
  EEVEON_FAILPOINT(("W6@" + what.action).c_str());
  co_return out;
}

asio::awaitable<observation> step_performer::observe(effect asked, const step_context& context,
                                                     std::function<void(std::string_view)> to_log) {
  EEVEON_FAILPOINT("W5");
  if (auto* e = std::get_if<run_program>(&asked)) co_return co_await run(std::move(*e), std::move(to_log));
  if (auto* e = std::get_if<call_node>(&asked))
    co_return co_await call(std::move(*e), context, std::move(to_log));
  if (auto* e = std::get_if<send_tree>(&asked)) co_return co_await send(std::move(*e), context);
  if (auto* e = std::get_if<pack_tree>(&asked)) co_return co_await pack(std::move(*e));
  if (auto* e = std::get_if<probe_http>(&asked)) co_return co_await probe(std::move(*e));
  co_return co_await probe(std::move(std::get<probe_tcp>(asked)));
}

asio::awaitable<observation> step_performer::run(run_program asked,
                                                 std::function<void(std::string_view)> to_log) {
  program what{.argv = std::move(asked.argv),
               .folder = std::move(asked.folder),
               .variables = std::move(asked.variables),
               .limit = asked.limit,
               .output_cap = asked.output_cap,
               .isolation = asked.sandboxed ? sandbox::build : sandbox::none,
               .writable = std::move(asked.writable)};
  if (asked.to_log) {
    if (const auto warning = with_.programs.sandbox_warning(); asked.sandboxed && !warning.empty())
      to_log(warning + "\n");
    std::string line = "$";
    for (const auto& word : what.argv) line += " " + word;
    to_log(line + "\n");
  }
  const auto distil = asked.distil;
  auto ended = co_await with_.programs.run(std::move(what), asked.to_log ? to_log : nullptr);
  observation out;
  if (!ended) {
    out.failed = std::move(ended.error());
    co_return out;
  }
  out.code = ended->exit_code;
  out.text = distil ? distil(ended->output) : std::move(ended->output);
  out.errors = std::move(ended->errors);
  out.advice = std::move(ended->advice);
  out.timed_out = ended->timed_out;
  out.output_exceeded = ended->output_exceeded;
  co_return out;
}

asio::awaitable<observation> step_performer::call(call_node asked, const step_context& context,
                                                  std::function<void(std::string_view)> to_log) {
  observation out;
  if (!context.node) {
    out.failed = failure{errc::not_found, "the node is not registered any more", {}};
    co_return out;
  }
  auto node = *context.node;
  auto answer = co_await with_.nodes.call(std::move(node), std::move(asked.verb), std::move(asked.args),
                                          asked.limit, std::move(to_log));
  if (answer)
    out.words = std::move(*answer);
  else
    out.failed = std::move(answer.error());
  co_return out;
}

asio::awaitable<observation> step_performer::send(send_tree asked, const step_context& context) {
  observation out;
  const auto id = parse_digest(asked.artifact);
  auto tree = id ? with_.artifacts.tree(*id) : fail(errc::invalid, "the artifact's digest is odd");
  if (!tree) {
    out.failed = std::move(tree.error());
    co_return out;
  }
  if (!context.node) {
    out.failed = failure{errc::not_found, "the node is not registered any more", {}};
    co_return out;
  }
  auto node = *context.node;
  auto sent = co_await with_.nodes.send(std::move(node), std::move(*tree), std::move(asked.to),
                                        std::move(asked.reuse), asked.limit);
  if (!sent) out.failed = std::move(sent.error());
  co_return out;
}

asio::awaitable<observation> step_performer::pack(pack_tree asked) {
  observation out;
  pack_request what{std::move(asked.root), std::move(asked.output), std::move(asked.ignore), asked.limit};
  auto packed = co_await with_.artifacts.pack(std::move(what));
  if (packed) {
    out.words = {to_hex(packed->id), std::to_string(packed->files), std::to_string(packed->bytes)};
    out.text = std::move(packed->manifest);
  } else {
    out.failed = std::move(packed.error());
  }
  co_return out;
}

asio::awaitable<observation> step_performer::probe(probe_http asked) {
  observation out;
  http_ask ask{.url = std::move(asked.url), .timeout = asked.timeout, .answer_cap = 64 * 1024};
  auto answer = co_await with_.http.send(std::move(ask));
  if (answer)
    out.code = answer->status;
  else
    out.failed = std::move(answer.error());
  co_return out;
}

asio::awaitable<observation> step_performer::probe(probe_tcp asked) {
  observation out;
  auto open = co_await with_.http.connect(std::move(asked.host), asked.port, asked.timeout);
  if (!open) out.failed = std::move(open.error());
  co_return out;
}

}  // namespace eeveon::workers
