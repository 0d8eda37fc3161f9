#include "cli/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "cli/api.hpp"
#include "cli/exit_code.hpp"
#include "cli/field.hpp"
#include "cli/known.hpp"
#include "cli/request.hpp"

namespace eeveon::cli {
namespace {

constexpr std::array<std::pair<const char*, std::string_view>, 4> every_list{
    {{"project", "PROJECT"}, {"environment", "ENVIRONMENT"}, {"limit", "limit"}, {"after", "after"}}};

// As a shell takes it for one word.
std::string quoted(const std::string& text) {
  const bool is_plain = !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_./:,@+").find(c) != std::string_view::npos;
  });
  if (is_plain) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string next_page(const invocation& asked, const listing& what, const std::string& after) {
  auto out = fmt::format("eeveon {}", what.verb);
  for (const auto* position : {"PROJECT", "ENVIRONMENT"})
    if (asked.has(position)) out += " " + quoted(asked.text(position));
  const auto say_again = [&](std::string_view word) {
    if (asked.has(word)) out += fmt::format(" --{} {}", word, quoted(asked.text(word)));
  };
  for (const auto& [name, word] : what.query) say_again(word);
  say_again("limit");
  for (const auto& [option, value] : what.again)
    out += fmt::format(" --{}", option) + (value.empty() ? "" : " " + quoted(value));
  return plain(out + " --after " + quoted(after));
}

int show_page(invocation& asked, const listing& what) {
  auto server = connect(asked.chosen());
  auto query = what.besides;
  for (const auto& [name, word] : what.query) query.emplace_back(name, asked.text(word));
  for (const auto& [name, word] : every_list) query.emplace_back(name, asked.text(word));
  const auto path = with_query(std::string(what.path), query);
  if (what.exported && asked.chosen().output == output_form::csv) return print_file(server, path);
  const auto answer = server.get(path);
  if (!answer) return report(answer.error());
  const auto& rows = list_of(*answer, what.rows);
  // Nothing found: because there was nothing, or because there is no such place?
  if (rows.empty())
    if (const auto there = check_place(server, asked.text("PROJECT"), asked.text("ENVIRONMENT")); !there)
      return report(there.error());
  table out{what.titles, {}, what.narrow, what.id};
  for (const auto& row : rows) out.rows.push_back(what.row(row));
  print_answer(asked.chosen().output, *answer, out);
  if (const auto next = text_of(*answer, "next");
      !next.empty() && asked.chosen().output == output_form::table)
    remark("older ones: " + next_page(asked, what, next));
  return done;
}

}  // namespace eeveon::cli
