#include "cli/exit_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "cli/print.hpp"
#include "cli/terminal.hpp"

namespace eeveon::cli {

const std::vector<exit_meaning>& exit_meanings() {
  static const std::vector<exit_meaning> list{
      {done, "done"},
      {error, "error"},
      {wrong_usage, "wrong usage or configuration"},
      {cancelled, "cancelled or timed out"},
      {not_allowed, "sign-in needed or not allowed"},
      {unsuccessful, "the deployment ended without success"},
      {held, "held or refused by the gate"},
      {conflict, "conflict"},
      {interrupted, "Ctrl-C (what was watched goes on)"},
      {broken_pipe, "who read the output has gone"},
  };
  return list;
}

exit_code exit_code_of(const failure& why) {
  switch (why.code) {
    case errc::invalid:
    case errc::too_large: return wrong_usage;
    case errc::conflict:
    case errc::duplicate_body:
    case errc::fenced: return conflict;
    case errc::refused: return held;
    case errc::unauthorized: return not_allowed;
    case errc::timed_out:
    case errc::cancelled: return cancelled;
    case errc::not_found:
    case errc::unavailable:
    case errc::unknown_outcome:
    case errc::io:
    case errc::corrupt: return error;
  }
  return error;
}

exit_code exit_code_of_status(std::string_view status) {
  if (status == "succeeded") return done;
  if (status == "cancelled") return cancelled;
  return unsuccessful;
}

int report(const failure& why) {
  // Many a sentence begins with its place; said twice it reads like a mistake of ours.
  const bool told = why.where.empty() || why.detail.starts_with(why.where + " ");
  say(fmt::format("eeveon: {}{}", told ? "" : why.where, told ? "" : ": "));
  // Further lines are indented: whatever a stranger's text holds, none of them looks like one of ours.
  std::string_view rest = why.detail;
  for (const char* indent = "";; indent = "  ") {
    const auto end = std::min(rest.find('\n'), rest.size());
    say(fmt::format("{}{}\n", indent, plain(rest.substr(0, end))));
    if (end == rest.size()) break;
    rest.remove_prefix(end + 1);
  }
  return exit_code_of(why);
}

}  // namespace eeveon::cli
