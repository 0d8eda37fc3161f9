#include "cli/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/replace.hpp>
#include <boost/json.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "cli/field_path.hpp"

namespace eeveon::cli {
namespace {

// What a reader of YAML 1.1 or 1.2 takes for something else than a text, in any case.
constexpr std::array<std::string_view, 9> meant{"null", "true", "false", "yes", "no", "on", "off", "y", "n"};

bool plain_scalar(std::string_view text) {
  if (text.empty() || std::ranges::any_of(meant, [&](auto word) { return boost::iequals(text, word); }))
    return false;
  const auto safe = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/' || c == '-' || c == '.' ||
           (c >= '0' && c <= '9');
  };
  const bool letter_first =
      (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z') || text[0] == '/';
  return letter_first && std::all_of(text.begin(), text.end(), safe);
}

// As JSON writes it; what YAML does not print (C1 controls, line separators, byte order marks) escaped too.
std::string quoted(std::string_view text) {
  auto out = json::serialize(json::string(text));
  for (unsigned sign = 0x7f; sign <= 0x9f; ++sign)
    boost::replace_all(out,
                       sign < 0x80 ? std::string(1, '\x7f') : std::string{'\xc2', static_cast<char>(sign)},
                       fmt::format("\\u{:04x}", sign));
  for (const auto& [sign, escaped] : {std::pair{"\u2028", "\\u2028"},
                                      {"\u2029", "\\u2029"},
                                      {"\ufeff", "\\ufeff"},
                                      {"\ufffe", "\\ufffe"},
                                      {"\uffff", "\\uffff"}})
    boost::replace_all(out, sign, escaped);
  return out;
}

// With a dot, without which YAML 1.1 takes "1e+20" for a text.
std::string decimal(double number) {
  auto out = fmt::format("{}", number);
  if (!out.contains('.')) out.insert(std::min(out.find('e'), out.size()), ".0");
  return out;
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
      out += indent + (plain_scalar(key) ? std::string(key) : quoted(key)) + ":";
      child(member, false);
    }
  } else if (value.is_array() && !value.get_array().empty()) {
    for (const auto& member : value.get_array()) {
      out += indent + "-";
      child(member, true);
    }
  } else if (value.is_string() && plain_scalar(value.get_string())) {
    out += std::string_view(value.get_string());
  } else if (value.is_string()) {
    out += quoted(value.get_string());
  } else if (value.is_double()) {
    out += decimal(value.get_double());
  } else {
    out += json::serialize(value);  // JSON's scalars, {} and [] are YAML as well
  }
}

}  // namespace

std::string to_yaml(const json::value& value) {
  std::string out;
  write_yaml(value, 0, out);
  if (!out.ends_with('\n')) out += '\n';
  return out;
}

void print_text(std::string_view text) {
  errno = 0;
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);  // remarks about it come after it, and a stream is read while it flows
  if (!std::ferror(stdout)) return;
  const int why = errno;
  std::clearerr(stdout);
  throw unwritable{{errc::io, fmt::format("cannot be written: {}", std::strerror(why)), "standard output"},
                   why == EPIPE};
}

void print_answer(const output_choice& how, const json::value& answer, const table& as_table) {
  if (!how.field.empty()) return print_text(field_text(answer, how.field));
  switch (how.form) {
    case output_form::table: {
      const table_look look{
          .colours = colours_wanted(), .wide = how.wide, .width = how.wide ? 0 : terminal_width()};
      return print_text(to_text(as_table, look));
    }
    case output_form::json: return print_text(json::serialize(answer) + "\n");
    case output_form::yaml: return print_text(to_yaml(answer));
    case output_form::csv: return print_text(to_csv(as_table));
    case output_form::name: return print_text(to_names(as_table));
  }
}

void print_item(const output_choice& how, const json::value& item, std::string_view as_text,
                std::string_view as_name) {
  if (!how.field.empty()) return print_text(field_text(item, how.field));
  switch (how.form) {
    case output_form::csv:  // the lines of a stream have no columns
    case output_form::table: return print_text(plain(as_text) + "\n");
    case output_form::json: return print_text(json::serialize(item) + "\n");
    case output_form::yaml: return print_text("---\n" + to_yaml(item));
    case output_form::name: return print_text(plain(as_name.empty() ? as_text : as_name) + "\n");
  }
}

std::string short_time(std::string_view rfc3339) {
  std::string out(rfc3339.substr(0, 19));
  std::replace(out.begin(), out.end(), 'T', ' ');
  return out;
}

std::string short_commit(std::string_view commit) { return std::string(commit.substr(0, 12)); }

}  // namespace eeveon::cli
