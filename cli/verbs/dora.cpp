#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/known.hpp"
#include "cli/listing.hpp"
#include "cli/print.hpp"
#include "cli/request.hpp"
#include "cli/verbs/verbs.hpp"
#include "core/base/time.hpp"

namespace eeveon::cli {
namespace {

constexpr long longest = 3650;

// "2h 05m", for people: nobody plans by the milliseconds of a median.
std::string span(const json::value* value) {
  if (!value || !value->is_int64()) return "-";
  const auto ms = value->get_int64();
  if (ms < 60'000) return fmt::format("{:.1f}s", static_cast<double>(ms) / 1000);
  const auto minutes = ms / 60'000;
  if (minutes < 60) return fmt::format("{}m {:02}s", minutes, ms / 1000 % 60);
  if (minutes < 48 * 60) return fmt::format("{}h {:02}m", minutes / 60, minutes % 60);
  return fmt::format("{}d {:02}h", minutes / 1440, minutes / 60 % 24);
}

std::string rate(const json::value& share, const char* part) {
  const auto* value = find_in(share, "rate");
  if (!value || !value->is_number()) return "-";
  return fmt::format("{:.1f} % ({} of {})", value->to_number<double>() * 100, number_of(share, part),
                     number_of(share, "of"));
}

std::string per_day(const json::value& frequency) {
  const auto* value = find_in(frequency, "per_day");
  return fmt::format("{:.2f} a day ({})", value && value->is_number() ? value->to_number<double>() : 0.0,
                     number_of(frequency, "count"));
}

table figures(const json::value& answer) {
  static const json::value none;
  const auto part = [&](const char* name) -> const json::value& {
    const auto* found = find_in(answer, name);
    return found ? *found : none;
  };
  const auto spread = [&](const char* name) {
    const auto median = span(find_in(part(name), "median_ms"));
    return median == "-" ? median
                         : fmt::format("{}, 90 % within {}", median, span(find_in(part(name), "p90_ms")));
  };
  auto recovery = spread("recovery");
  if (const auto open = number_of(part("recovery"), "open"); open > 0)
    recovery += fmt::format(", {} open", open);
  const auto* success = find_in(answer, "success_rate");
  return {
      {"FIGURE", "VALUE"},
      {{"change lead time", spread("lead_time")},
       {"deployment frequency", per_day(part("frequency"))},
       {"failed deployment recovery time (MTTR)", recovery},
       {"change fail rate", rate(part("change_fail_rate"), "failed")},
       {"deployment rework rate", rate(part("rework_rate"), "rework")},
       {"success rate",
        success && success->is_number() ? fmt::format("{:.1f} %", success->to_number<double>() * 100) : "-"},
       {"duration", spread("durations")}}};
}

// Of a deployment what it counts for, in words.
std::string counts_for(const json::value& row) {
  const auto is = [&](const char* name) { return text_of(row, name) == "true"; };
  std::string out;
  const auto add = [&](const std::string& word) { out += (out.empty() ? "" : ", ") + word; };
  if (is("rollback")) add("rollback");
  if (is("failed"))
    add(is("open") ? "failed, not recovered yet"
                   : fmt::format("failed, recovered after {}", span(find_in(row, "recovered_after_ms"))));
  if (is("rework")) add("rework");
  if (is("changed") && !is("failed")) add("change");
  return out;
}

int list_behind(invocation& asked, const std::string& from) {
  const auto figure = asked.text("deployments");
  const bool all = figure == "all";
  return show_page(
      asked, {.verb = "dora",
              .path = "/api/v1/dora/deployments",
              .rows = "deployments",
              .query = {{"in", "in"}},
              .besides = {{"figure", all ? "" : figure}, {"from", from}},
              .again = {{"deployments", figure}, {"days", asked.text("days")}},
              .titles = {"DEPLOYMENT", "PROJECT", "ENVIRONMENT", "STATUS", "COMMIT", "ENDED", "LEAD TIME",
                         "COMMITS", "DURATION", "COUNTS FOR", "MESSAGE", "WHOLE COMMIT"},
              .row = [](const json::value& d) -> std::vector<std::string> {
                return {text_of(d, "id"),
                        text_of(d, "project"),
                        text_of(d, "environment"),
                        text_of(d, "status"),
                        short_commit(text_of(d, "commit")),
                        short_time(text_of(d, "ended_at")),
                        span(find_in(d, "lead_time_ms")),
                        text_of(d, "commits"),
                        span(find_in(d, "duration_ms")),
                        counts_for(d),
                        text_of(d, "message"),
                        text_of(d, "commit")};
              },
              .narrow = 11});
}

int run(invocation& asked) {
  using namespace std::chrono;
  const auto now = duration_cast<microseconds>(system_clock::now().time_since_epoch());
  const timestamp from{(now - hours(24) * asked.number("days")).count()};
  if (asked.has("deployments")) return list_behind(asked, to_rfc3339(from));
  if (asked.has("in")) return report({errc::invalid, "goes with --deployments FIGURE", "--in"});
  auto server = connect(asked.chosen());
  const auto path = with_query("/api/v1/dora", {{"project", asked.text("PROJECT")},
                                                {"environment", asked.text("ENVIRONMENT")},
                                                {"from", to_rfc3339(from)}});
  if (asked.chosen().output == output_form::csv) return print_file(server, path);
  const auto answer = server.get(path);
  if (!answer) return report(answer.error());
  if (list_of(*answer, "by_environment").empty())
    if (const auto there = check_place(server, asked.text("PROJECT"), asked.text("ENVIRONMENT")); !there)
      return report(there.error());
  print_answer(asked.chosen().output, *answer, figures(*answer));
  if (const auto* flags = find_in(*answer, "flags")) {
    if (const auto unknown = number_of(*flags, "unknown_commit_times"); unknown > 0)
      remark(fmt::format("of {} deployments it is not known when their commit was made", unknown));
    if (const auto cut = number_of(*flags, "histories_cut"); cut > 0)
      remark(fmt::format("of {} deployments not all commits are known: only those that are have a lead time",
                         cut));
    if (const auto heads = number_of(*flags, "without_history"); heads > 0)
      remark(fmt::format("of {} deployments the head's lead time alone is known: no build has noted more",
                         heads));
    if (const auto negative = number_of(*flags, "negative_lead_times"); negative > 0)
      remark(fmt::format("{} commits were made after their deployment: a clock is wrong", negative));
  }
  return done;
}

}  // namespace

verb dora() {
  return {
      "dora",
      audience::client,
      "lead time, frequency, recovery, fail and rework rate, as dora.dev defines them",
      {{"PROJECT", "", "only of this project", "", parameter::count::optional},
       {"ENVIRONMENT", "", "only of this environment", "", parameter::count::optional},
       {"--days", "N", "of the last so many days", "30", parameter::count::one, false, {1, longest}},
       {.name = "--deployments",
        .value = "FIGURE",
        .summary = "the deployments behind",
        .choices = {"lead_time", "frequency", "recovery", "change_fail_rate", "rework_rate", "success_rate",
                    "durations", "all"}},
       {"--in", "TIME", "with --deployments: only of the day or week that this moment belongs to"},
       {"--limit", "N", "with --deployments: at most so many", "20", parameter::count::one, false, {1, 500}},
       {"--after", "CURSOR", "with --deployments: older ones, as the line below a page says"}},
      run};
}

}  // namespace eeveon::cli
