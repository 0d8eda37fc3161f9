#include "cli/print.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <iostream>

#include "core/base/csv.hpp"

namespace eeveon::cli {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// As programs have agreed (no-color.org, bixense.com/clicolors).
bool colours_wanted() {
  if (!variable("NO_COLOR").empty()) return false;
  if (const auto force = variable("CLICOLOR_FORCE"); !force.empty() && force != "0") return true;
  const auto term = variable("TERM");
  return isatty(STDOUT_FILENO) && !term.empty() && term != "dumb";
}

// Width on a terminal: characters, not bytes.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Columns whose cells are a status, and are coloured like one.
bool tells_status(std::string_view title) {
  return title == "STATUS" || title == "STATE" || title == "HEALTH";
}

std::string coloured(const std::string& status) {
  const int colour =
      status == "succeeded" || status == "up" || status == "ok"                                    ? 32
      : status == "running" || status == "queued"                                                  ? 36
      : status == "failed" || status == "down" || status == "wrong" || status == "needs_attention" ? 31
                                                                                                   : 33;
  return fmt::format("\033[{}m{}\033[0m", colour, status);
}

void print_table(const table& what) { fmt::print("{}", to_text(what, colours_wanted())); }

bool plain_scalar(std::string_view text) {
  if (text.empty() || text == "null" || text == "true" || text == "false" || text == "~") return false;
  const auto safe = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/' || c == '-' || c == '.' ||
           (c >= '0' && c <= '9');
  };
  const bool letter_first =
      (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z') || text[0] == '/';
  return letter_first && std::all_of(text.begin(), text.end(), safe);
}

void write_yaml(const json::value& value, int depth, std::string& out) {
  const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
  const auto child = [&](const json::value& member, bool in_list) {
    const bool nested = (member.is_object() && !member.get_object().empty()) ||
                        (member.is_array() && !member.get_array().empty());
    if (!nested) {
      out += ' ';
      write_yaml(member, 0, out);
      out += '\n';
    } else if (in_list) {  // the first key stands on the dash's line
      std::string block;
      write_yaml(member, depth + 1, block);
      out += ' ' + block.substr(indent.size() + 2);
    } else {
      out += '\n';
      write_yaml(member, depth + 1, out);
    }
  };
  if (value.is_object() && !value.get_object().empty()) {
    for (const auto& [key, member] : value.get_object()) {
      out += indent + (plain_scalar(key) ? std::string(key) : json::serialize(json::string(key))) + ":";
      child(member, false);
    }
  } else if (value.is_array() && !value.get_array().empty()) {
    for (const auto& member : value.get_array()) {
      out += indent + "-";
      child(member, true);
    }
  } else if (value.is_string() && plain_scalar(value.get_string())) {
    out += std::string_view(value.get_string());
  } else {
    out += json::serialize(value);  // JSON's scalars, {} and [] are YAML as well
  }
}

}  // namespace

std::string plain(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte < ' ' || byte == 0x7F) out[i] = ' ';
    // U+0080 to U+009F: a terminal may take U+009B for ESC [.
    if (byte == 0xC2 && i + 1 < out.size() && static_cast<unsigned char>(out[i + 1]) < 0xA0)
      out.replace(i, 2, " ");
  }
  return out;
}

std::string to_text(const table& what, bool with_colours) {
  auto lines = what.rows;
  if (!what.titles.empty()) lines.insert(lines.begin(), what.titles);
  std::vector<std::size_t> widths;
  for (auto& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));  // a table may have no titles
    for (std::size_t i = 0; i < line.size(); ++i)
      line[i] = plain(line[i]), widths[i] = std::max(widths[i], width_of(line[i]));
  }
  std::string out;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const bool is_title = !what.titles.empty() && &line == &lines.front();
      const bool paint = with_colours && !is_title && !line[i].empty() && i < what.titles.size() &&
                         tells_status(what.titles[i]);
      out += paint ? coloured(line[i]) : line[i];
      if (i + 1 < line.size()) out.append(widths[i] - width_of(line[i]) + 2, ' ');
    }
    out += '\n';
  }
  return out;
}

std::string to_yaml(const json::value& value) {
  std::string out;
  write_yaml(value, 0, out);
  if (!out.ends_with('\n')) out += '\n';
  return out;
}

std::string to_csv(const table& what) {
  std::string out;
  if (!what.titles.empty()) put_csv_row(out, what.titles);
  for (const auto& row : what.rows) put_csv_row(out, row);
  return out;
}

void print_answer(output_form form, const json::value& answer, const table& as_table) {
  switch (form) {
    case output_form::table: print_table(as_table); break;
    case output_form::json: fmt::print("{}\n", json::serialize(answer)); break;
    case output_form::yaml: fmt::print("{}", to_yaml(answer)); break;
    case output_form::csv: fmt::print("{}", to_csv(as_table)); break;
  }
  std::fflush(stdout);  // remarks about it come after it
}

void print_item(output_form form, const json::value& item, std::string_view as_text) {
  switch (form) {
    case output_form::csv:  // the lines of a stream have no columns
    case output_form::table: fmt::print("{}\n", plain(as_text)); break;
    case output_form::json: fmt::print("{}\n", json::serialize(item)); break;
    case output_form::yaml: fmt::print("---\n{}", to_yaml(item)); break;
  }
  std::fflush(stdout);  // a stream is read while it flows
}

void remark(std::string_view text) { fmt::print(stderr, "{}\n", text); }

std::string short_time(std::string_view rfc3339) {
  std::string out(rfc3339.substr(0, 19));
  std::replace(out.begin(), out.end(), 'T', ' ');
  return out;
}

std::string short_commit(std::string_view commit) { return std::string(commit.substr(0, 12)); }

bool is_terminal_input() { return isatty(STDIN_FILENO); }

bool confirm(std::string_view question) {
  if (!is_terminal_input()) return false;
  fmt::print(stderr, "{} [y/N] ", question);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "yes" || answer == "Y";
}

}  // namespace eeveon::cli
