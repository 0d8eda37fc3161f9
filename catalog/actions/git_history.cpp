#include "catalog/actions/git_history.hpp"

#include <algorithm>
#include <charconv>

namespace eeveon {
namespace {

using std::chrono::seconds;

constexpr std::size_t longest = 300;  // bytes of a path, a name or a message
constexpr std::int64_t most_output = 4'000'000;

// The text up to the next NUL, which is taken too; nothing when there is none.
std::optional<std::string_view> next_field(std::string_view& text) {
  const auto end = text.find('\0');
  if (end == text.npos) return {};
  const auto out = text.substr(0, end);
  text.remove_prefix(end + 1);
  return out;
}

// "-" is git's word for what is not text.
std::optional<std::int64_t> lines(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty() ? std::optional(out)
                                                                                   : std::nullopt;
}

}  // namespace

run_program list_commits(const std::string& mirror, const commit_id& commit, bool bare) {
  auto out = git_in(mirror,
                    {"log", "-z", "-n" + std::to_string(history::most_commits + 1), "--no-show-signature",
                     "--no-mailmap", "--no-notes", "--encoding=UTF-8",
                     bare ? "--format=%H%x00%P%x00%x00%aI%x00" : "--format=%H%x00%P%x00%an%x00%aI%x00%s",
                     "--end-of-options", commit.text()},
                    seconds(10));
  out.output_cap = most_output;
  return out;
}

std::vector<history::entry> read_commits(std::string_view printed) {
  std::vector<history::entry> out;
  while (!printed.empty()) {
    std::optional<std::string_view> fields[5];
    for (auto& field : fields) field = next_field(printed);
    if (!fields[4] || !commit_id::parse(*fields[0])) break;
    history::entry one{.commit = std::string(*fields[0]),
                       .author = one_line(*fields[2], longest),
                       .at = one_line(*fields[3], 40),
                       .subject = one_line(*fields[4], longest)};
    for (auto parents = *fields[1]; !parents.empty() && one.parents.size() < 100;) {
      const auto parent = parents.substr(0, parents.find(' '));
      parents.remove_prefix(std::min(parents.size(), parent.size() + 1));
      if (commit_id::parse(parent)) one.parents.emplace_back(parent);
    }
    out.push_back(std::move(one));
  }
  return out;
}

run_program list_differences(const std::string& mirror, const commit_id& from, const commit_id& to) {
  auto out = git_in(mirror,
                    {"diff-tree", "-r", "-z", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv",
                     "--end-of-options", from.text(), to.text()},
                    seconds(10));
  out.output_cap = most_output;
  out.distil = distil_differences;
  return out;
}

std::string distil_differences(std::string_view printed) {
  diffstat out;
  auto& sums = out.totals.emplace();
  while (const auto line = next_field(printed)) {
    const auto first = line->find('\t'), second = line->find('\t', first + 1);
    if (first == line->npos || second == line->npos) break;
    diffstat::file one{.path = one_line(line->substr(second + 1), longest),
                       .added = lines(line->substr(0, first)),
                       .removed = lines(line->substr(first + 1, second - first - 1))};
    ++sums.files;
    sums.added += one.added.value_or(0);
    sums.removed += one.removed.value_or(0);
    if (out.files.size() < diffstat::most_files)
      out.files.push_back(std::move(one));
    else
      out.truncated = true;
  }
  std::string text;
  codec::text_writer{text}.put(out);
  return text;
}

std::optional<diffstat> read_differences(std::string_view distilled, bool whole) {
  boost::system::error_code error;
  const auto value = json::parse(json::string_view(distilled.data(), distilled.size()), error);
  diffstat out;
  if (error || !codec::read(value, out)) return {};
  if (!whole) out.truncated = true, out.totals.reset();
  return out;
}

}  // namespace eeveon
