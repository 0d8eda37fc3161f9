// What an action says, as one line of text: effects and verdicts are compared with what stands in a test's
// table.
#pragma once

#include <boost/test/unit_test.hpp>

#include "catalog/actions/action.hpp"
#include "core/base/time.hpp"

namespace eeveon::told {

inline step_context a_context() {
  return {
      .project = "shop",
      .environment = "production",
      .run = "run_1",
      .fence = "0.7",
      .release = "rel_new",
      .commit = std::string(40, 'a'),
      .node = node_registered{.name = "node-1", .kind = "ssh", .address = "10.0.0.1", .root = "/srv/eeveon"},
      .addresses = {"10.0.0.1", "10.0.0.2", "fd00::1"},
      .data = "/data",
      .file_roots = {"/srv/git"},
      .git = {},
      .build = {},
      .config = "cfg",
      .variables = {},
      .secrets = {}};
}
inline step a_step(json::object args = {}, std::chrono::milliseconds limit = std::chrono::minutes(1)) {
  return {.id = "step@node-1", .action = {}, .target = "node-1", .args = std::move(args), .limit = limit};
}

inline observation ended(int code, std::string text = {}, std::string errors = {}) {
  observation out;
  out.code = code, out.text = std::move(text), out.errors = std::move(errors);
  return out;
}
inline observation answered(std::vector<std::string> words) {
  observation out;
  out.words = std::move(words);
  return out;
}
inline observation failed(errc code, std::string detail = "why") {
  observation out;
  out.failed = failure{code, std::move(detail), {}};
  return out;
}

inline std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words)
    out += (out.empty() ? "" : " ") + (word.empty() || word.find(' ') != word.npos ? "'" + word + "'" : word);
  return out;
}
inline std::string in_words(const effect& e) {
  struct {
    std::string operator()(const run_program& p) const {
      return "run " + joined(p.argv) + (p.folder.empty() ? "" : " in " + p.folder) +
             (p.sandboxed ? " sandboxed, writing " + joined(p.writable) : "") + (p.to_log ? ", told" : "") +
             ", " + format_duration(p.limit);
    }
    std::string operator()(const call_node& c) const {
      return "call " + c.verb + " " + joined(c.args) + ", " + format_duration(c.limit);
    }
    std::string operator()(const send_tree& s) const {
      return "send " + s.artifact + " to " + s.to + " reusing '" + s.reuse + "', " + format_duration(s.limit);
    }
    std::string operator()(const pack_tree& p) const {
      return "pack '" + p.output + "' of " + p.root + " without " + joined(p.ignore) + ", " +
             format_duration(p.limit);
    }
    std::string operator()(const probe_http& p) const {
      return "get " + p.url + ", " + format_duration(p.timeout);
    }
    std::string operator()(const probe_tcp& p) const {
      return "open " + p.host + " " + std::to_string(p.port) + ", " + format_duration(p.timeout);
    }
  } say;
  return std::visit(say, e);
}
inline std::string in_words(const decision& d) {
  if (const auto* e = std::get_if<effect>(&d)) return in_words(*e);
  if (const auto* f = std::get_if<finished>(&d)) return "finished " + json::serialize(f->output);
  if (const auto* g = std::get_if<gave_up>(&d))
    return (g->final ? "gave up for good: " : "gave up: ") + g->reason;
  return "unknown: " + std::get<outcome_unknown>(d).reason;
}

// What the action says after these observations.
inline decision ask(std::string_view name, const step& what, const step_context& context,
                    const std::vector<observation>& seen = {}) {
  const auto* action = find_action(name);
  BOOST_REQUIRE_MESSAGE(action, "there is no action " + std::string(name));
  return action->next(what, context, seen);
}
inline std::string says(std::string_view name, const step& what, const step_context& context,
                        const std::vector<observation>& seen = {}) {
  return in_words(ask(name, what, context, seen));
}

// The judgement of failed effects that most actions share.
inline void judges_failures(std::string_view name, const step& what, const step_context& context,
                            std::vector<observation> before = {}, bool repeatable = false) {
  const auto after = [&](errc code) {
    auto seen = before;
    seen.push_back(failed(code));
    return says(name, what, context, seen);
  };
  for (const auto code : {errc::unavailable, errc::timed_out, errc::io})
    BOOST_TEST(after(code) == "gave up: why");
  for (const auto code : {errc::refused, errc::invalid, errc::fenced, errc::corrupt, errc::too_large})
    BOOST_TEST(after(code) == "gave up for good: why");
  BOOST_TEST(after(errc::unknown_outcome) == (repeatable ? "gave up: why" : "unknown: why"));
}

}  // namespace eeveon::told
