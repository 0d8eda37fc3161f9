// submodules: the repositories that a commit wants inside its own, each at its exact commit and only from
// where the applied spec lets them come from.
#include <algorithm>

#include "catalog/actions/gitmodules.hpp"
#include "catalog/actions/mirror.hpp"
#include "core/base/utf8.hpp"
#include "core/repository/submodule.hpp"

namespace eeveon::action_named {
namespace {

constexpr int deepest = 3;
constexpr std::size_t most = 100;

// A repository whose files stand in the work folder: the project's own, then its submodules and theirs.
struct part {
  std::string path;  // from the top; empty: the project's own
  repository_url url;
  commit_id commit;
  int depth = 0;
};

struct submodules_walk {
  const step_context& context;
  std::vector<submodule_source> sources;
  std::vector<part> parts;

  std::string builds() const { return context.data + "/builds/" + context.run; }
  std::string folder_of(const std::string& path) const {
    return builds() + "/tree" + (path.empty() ? "" : "/") + path;
  }

  result<part> check(const part& in, const gitlink& link,
                     const std::map<std::string, std::string>& urls) const;
  bool find_in(replay& past, const part& in);
  bool is_real_folder(replay& past, const std::string& path) const;
  bool bring(replay& past, const part& what, std::size_t number) const;
};

// What stands before a host may be a token, and a reason is read by many.
std::string without_login(std::string address) {
  const auto scheme = address.find("://");
  if (scheme == address.npos) return address;
  const auto begin = scheme + 3, end = std::min(address.find('/', begin), address.size());
  const auto at = address.rfind('@', end);
  if (at != address.npos && at >= begin) address.replace(begin, at - begin, "...");
  return address;
}

std::string called(std::string_view path) { return "the submodule '" + printable(path, 200) + "'"; }

// Where a submodule comes from, when all that its superproject says of it may be believed.
result<part> submodules_walk::check(const part& in, const gitlink& link,
                                    const std::map<std::string, std::string>& urls) const {
  const auto full = in.path + (in.path.empty() ? "" : "/") + link.path;
  const auto no = [&](const std::string& why) { return fail(errc::refused, called(full) + ' ' + why); };
  if (const char* why = naming::submodule_path::why_not(full))
    return no(std::string("cannot be fetched: its path ") + why);
  if (in.depth >= deepest)
    return no("lies deeper than " + std::to_string(deepest) + " submodules within each other");
  const auto commit = commit_id::parse(link.commit);
  if (!commit) return no("cannot be fetched: its " + commit.error().detail);
  const auto entry = urls.find(link.path);
  if (entry == urls.end() || entry->second.empty())
    return no(
        "has no entry with its path and a url in .gitmodules: add one, or remove it from the repository");
  const auto url = submodule_url(in.url, entry->second);
  if (!url)
    return no("cannot be fetched from '" + printable(without_login(entry->second), 200) + "': its " +
              url.error().detail);
  const bool allowed = std::any_of(sources.begin(), sources.end(),
                                   [&](const submodule_source& source) { return source.admits(*url); });
  if (!allowed)
    return no("comes from " + url->text() +
              ", which the project's spec does not allow: if it may, add that to `submodules` there");
  const auto checked = allowed_repository(url->text(), context.file_roots);
  if (!checked) return no("cannot be fetched from " + url->text() + ": " + checked.error().detail);
  return part{full, *checked, *commit, in.depth + 1};
}

// Adds the submodules that `in` names.
bool submodules_walk::find_in(replay& past, const part& in) {
  const auto mirror = mirror_of(context, in.url);
  auto list = git_in(mirror, {"ls-tree", "-r", "-z", "--full-tree", in.commit.text()});
  list.output_cap = 64 << 20;
  list.distil = what_counts_of_tree;
  const auto* listed = past.ask(list);
  if (!listed) return false;
  if (listed->output_exceeded)
    return past.end(gave_up{in.url.text() + " has too many files to look for submodules among them", true});
  if (listed->code != 0) return end_in_mirror(past, mirror, *listed, context, {git_reason(*listed), false});
  const auto tree = read_tree(listed->text);
  if (tree.links.empty()) return true;

  std::map<std::string, std::string> urls;
  if (tree.has_gitmodules) {
    auto read = git_in(mirror, {"config", "--blob=" + in.commit.text() + ":.gitmodules", "--no-includes",
                                "-z", "--get-regexp", gitmodules_settings});
    read.output_cap = 64 << 10;
    const auto* settings = past.ask(read);
    if (!settings) return false;
    const auto whose = ".gitmodules of " + in.url.text();
    if (settings->output_exceeded) return past.end(gave_up{whose + " is larger than 64 KiB", true});
    if (settings->timed_out) return past.end(gave_up{git_reason(*settings), false});
    const bool has_none = settings->code == 1 && settings->errors.empty();
    if (settings->code != 0 && !has_none)
      return past.end(gave_up{whose + " cannot be read: " + git_reason(*settings), true});
    urls = read_gitmodules(settings->text);
  }
  if (parts.size() - 1 + tree.links.size() > most)
    return past.end(gave_up{"the commit has more than " + std::to_string(most) + " submodules", true});
  for (const auto& link : tree.links) {
    auto checked = check(in, link, urls);
    if (!checked) return past.end(gave_up{checked.error().detail, true});
    parts.push_back(std::move(*checked));
  }
  return true;
}

// Looked at right before a folder is written to: a tree that names a path twice, once as a link, would have
// the files written to wherever that leads.
bool submodules_walk::is_real_folder(replay& past, const std::string& path) const {
  run_program look;
  look.argv = {"realpath", "-e", "-z", "--", folder_of(""), folder_of(path)};
  const auto* found = past.ask(look);
  if (!found) return false;
  if (found->code != 0)
    return past.end(
        gave_up{"the folder of " + called(path) + " is not there: " + printable(found->errors, 200), false});
  const auto top = found->text.substr(0, found->text.find('\0'));
  return found->text == top + '\0' + top + '/' + path + '\0' ||
         past.end(
             gave_up{"the folder of " + called(path) + " is reached by a link: the tree is damaged", true});
}

bool submodules_walk::bring(replay& past, const part& what, std::size_t number) const {
  const auto gone = "commit " + what.commit.text().substr(0, 12) + " of " + called(what.path) +
                    " is not in " + what.url.text() + ": push it there, or name another";
  if (!bring_commit(past, what.url, what.commit, context, gone)) return false;
  if (!is_real_folder(past, what.path)) return false;
  const auto* out = past.ask(check_out(mirror_of(context, what.url), what.commit, folder_of(what.path),
                                       builds() + "/modules/" + std::to_string(number)));
  if (!out || out->code == 0) return out;
  return end_in_mirror(past, mirror_of(context, what.url), *out, context,
                       {called(what.path) + ": " + git_reason(*out), false});
}

// An index that an attempt left may be locked for ever, and knows files that have changed since.
bool fresh_indexes(replay& past, const std::string& folder) {
  run_program removal, making;
  removal.argv = {"rm", "-rf", "--", folder};
  making.argv = {"mkdir", "--", folder};
  if (!past.ask(removal)) return false;
  const auto* made = past.ask(making);
  if (!made) return false;
  return made->code == 0 ||
         past.end(gave_up{"the work folder cannot be made: " + printable(made->errors, 200), false});
}

}  // namespace

// Breadth first: each repository's submodules are checked as a whole before the first of them is fetched.
// Output {submodules: [{path, repository, commit}]}.
decision submodules_next(const step& what, const step_context& context, std::span<const observation> seen) {
  const auto url = allowed_repository(text_of(what.args, "repository"), context.file_roots);
  if (!url) return gave_up{url.error().detail, true};
  const auto commit = commit_id::parse(text_of(what.args, "commit"));
  if (!commit) return gave_up{commit.error().detail, true};
  submodules_walk walk{context, {}, {part{{}, *url, *commit, 0}}};
  for (const auto& text : list_of(what.args, "from")) {
    auto source = submodule_source::parse(text);
    if (!source) return gave_up{"submodules " + source.error().detail, true};
    walk.sources.push_back(std::move(*source));
  }

  replay past(seen);
  json::array told;
  for (std::size_t i = 0; i < walk.parts.size(); ++i) {
    const auto here = walk.parts[i];
    if (i == 1 && !fresh_indexes(past, walk.builds() + "/modules")) return past.verdict();
    if (i > 0) {
      if (!walk.bring(past, here, i)) return past.verdict();
      told.push_back(
          json::object{{"path", here.path}, {"repository", here.url.text()}, {"commit", here.commit.text()}});
    }
    if (!walk.find_in(past, here)) return past.verdict();
  }
  return finished{{{"submodules", std::move(told)}}, {}};
}

}  // namespace eeveon::action_named
