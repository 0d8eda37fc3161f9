#include "cli/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/base/csv.hpp"

namespace eeveon::cli {
namespace {

constexpr std::size_t gap = 2, shortest_sentence = 20;

// Width on a terminal: characters, not bytes.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Its first characters, and dots that every terminal can show.
std::string shortened(std::string_view text, std::size_t width) {
  constexpr std::string_view dots = "...";
  std::size_t bytes = 0;
  for (std::size_t left = width - dots.size() + 1; bytes < text.size(); ++bytes)
    if ((static_cast<unsigned char>(text[bytes]) & 0xC0) != 0x80 && --left == 0) break;
  return std::string(text.substr(0, bytes)) + std::string(dots);
}

// Columns whose cells are a status, and are coloured like one.
bool tells_status(std::string_view title) {
  return title == "STATUS" || title == "STATE" || title == "HEALTH";
}

// Columns of sentences. All others hold names and ids, which are copied from the screen.
bool tells_story(std::string_view title) {
  constexpr std::array stories{"MESSAGE", "REASON", "REMARK", "DETAIL", "SUBJECT", "WHAT", "WHY"};
  return std::ranges::find(stories, title) != stories.end();
}

std::string coloured(const std::string& status) {
  const int colour =
      status == "succeeded" || status == "up" || status == "ok"                                    ? 32
      : status == "running" || status == "queued"                                                  ? 36
      : status == "failed" || status == "down" || status == "wrong" || status == "needs_attention" ? 31
                                                                                                   : 33;
  return fmt::format("\033[{}m{}\033[0m", colour, status);
}

// Takes from the widest sentence of the moment until a line fits. What cannot fit is folded by the terminal:
// then as much as fills the lines that it takes anyway.
void make_fit(const table& what, std::size_t screen, std::vector<std::size_t>& widths) {
  std::vector<std::size_t> sentences;
  std::size_t total = gap * (widths.size() - 1), least = total;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const bool sentence = i < what.titles.size() && tells_story(what.titles[i]);
    if (sentence) sentences.push_back(i);
    total += widths[i];
    least += sentence ? std::min(widths[i], shortest_sentence) : widths[i];
  }
  auto limit = screen;
  while (limit < least) limit += screen;
  for (; total > limit; --total)
    --widths[*std::ranges::max_element(sentences, {}, [&](std::size_t i) { return widths[i]; })];
}

// Begins with one of U+202A to U+202E (embeddings, overrides) or U+2066 to U+2069 (isolates), in UTF-8.
bool turns_direction(std::string_view text) {
  if (text.size() < 3 || text[0] != '\xE2') return false;
  return (text[1] == '\x80' && text[2] >= '\xAA' && text[2] <= '\xAE') ||
         (text[1] == '\x81' && text[2] >= '\xA6' && text[2] <= '\xA9');
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
    // Directions that outlast the word they stand in turn the rest of a line round.
    if (turns_direction(std::string_view(out).substr(i))) out.replace(i, 3, "\xEF\xBF\xBD");
  }
  return out;
}

std::string to_text(const table& what, table_look look) {
  auto lines = what.rows;
  if (!what.titles.empty()) lines.insert(lines.begin(), what.titles);
  std::vector<std::size_t> widths;
  for (auto& line : lines) {
    if (!look.wide) line.resize(std::min(line.size(), what.narrow));
    widths.resize(std::max(widths.size(), line.size()));  // a table may have no titles
    for (std::size_t i = 0; i < line.size(); ++i)
      line[i] = plain(line[i]), widths[i] = std::max(widths[i], width_of(line[i]));
  }
  if (look.width > 0 && !look.wide && !widths.empty()) make_fit(what, look.width, widths);
  std::string out;
  for (auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (width_of(line[i]) > widths[i]) line[i] = shortened(line[i], widths[i]);
      const bool is_title = !what.titles.empty() && &line == &lines.front();
      const bool paint = look.colours && !is_title && !line[i].empty() && i < what.titles.size() &&
                         tells_status(what.titles[i]);
      out += paint ? coloured(line[i]) : line[i];
      if (i + 1 < line.size()) out.append(widths[i] - width_of(line[i]) + gap, ' ');
    }
    out.erase(out.find_last_not_of(' ') + 1);  // empty cells at the end would fold the line
    out += '\n';
  }
  return out;
}

std::string to_csv(const table& what) {
  std::string out;
  if (!what.titles.empty()) put_csv_row(out, what.titles);
  for (const auto& row : what.rows) put_csv_row(out, row);
  return out;
}

std::string to_names(const table& what) {
  std::string out;
  std::set<std::string> told;
  for (const auto& row : what.rows) {
    std::string name;
    for (const auto column : what.id)
      if (column < row.size() && !row[column].empty()) name += (name.empty() ? "" : " ") + plain(row[column]);
    if (!name.empty() && told.insert(name).second) out += name + '\n';
  }
  return out;
}

}  // namespace eeveon::cli
