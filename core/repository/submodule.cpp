#include "core/repository/submodule.hpp"

#include <algorithm>

namespace eeveon {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// ".git", and what file systems that know no case, drop final dots or have short names take for it.
bool means_git_folder(std::string_view part) {
  std::string folded(part);
  std::transform(folded.begin(), folded.end(), folded.begin(), lower);
  while (folded.ends_with('.')) folded.pop_back();
  return folded == ".git" || folded.starts_with("git~");
}

// A URL in two: up to its path, as "https://github.com/" or "git@github.com:", and the path from there.
struct halves {
  std::string before, path;
};
halves split(const repository_url& url) {
  const auto path = url.path().substr(1);
  halves out{url.text().substr(0, url.text().size() - path.size()), path};
  while (out.path.ends_with('/')) out.path.pop_back();
  return out;
}

void fold_host(std::string& before) {
  const auto at = before.find('@');
  for (auto i = at == before.npos ? 0 : at; i < before.size(); ++i) before[i] = lower(before[i]);
}

std::string_view without_suffix(std::string_view path) {
  constexpr std::string_view suffix = ".git";
  const bool more = path.size() > suffix.size() && path[path.size() - suffix.size() - 1] != '/';
  return more && path.ends_with(suffix) ? path.substr(0, path.size() - suffix.size()) : path;
}

}  // namespace

const char* naming::submodule_path::why_not(std::string_view text) {
  if (const char* why = rel_path::why_not(text)) return why;
  for (;;) {
    const auto slash = text.find('/');
    if (means_git_folder(text.substr(0, slash))) return "must not have a part that means .git";
    if (slash == text.npos) return nullptr;
    text.remove_prefix(slash + 1);
  }
}

result<submodule_source> submodule_source::parse(std::string_view text) {
  const bool below = text.ends_with("/*");
  if (below) text.remove_suffix(2);
  auto place = repository_url::parse(text);
  if (place) return submodule_source(std::move(*place), below);
  const auto& why = place.error().detail;
  return fail(errc::invalid, why.substr(why.find(' ') + 1));
}

bool submodule_source::admits(const repository_url& url) const {
  auto mine = split(place_), other = split(url);
  fold_host(mine.before), fold_host(other.before);
  if (mine.before != other.before) return false;
  const std::string_view path = other.path;
  if (!below_) return without_suffix(mine.path) == without_suffix(path);
  return path.starts_with(mine.path + "/") && path.find('/', mine.path.size() + 1) == path.npos;
}

result<repository_url> submodule_url(const repository_url& superproject, std::string_view written) {
  if (!written.starts_with("./") && !written.starts_with("../")) return repository_url::parse(written);
  auto [before, path] = split(superproject);
  for (;;) {
    if (written.starts_with("./")) {
      written.remove_prefix(2);
    } else if (written.starts_with("../")) {
      if (path.empty())
        return fail(errc::invalid, "repository must not lie above its host's root", "repository");
      written.remove_prefix(3);
      const auto slash = path.rfind('/');
      path.resize(slash == path.npos ? 0 : slash);
    } else {
      return repository_url::parse(before + path + (path.empty() ? "" : "/") + std::string(written));
    }
  }
}

}  // namespace eeveon
