#include "adapters/os/tree_walk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "core/release/links.hpp"
#include "core/release/manifest.hpp"

namespace eeveon {
namespace {

std::unexpected<failure> no(const std::string& path) {
  return fail(errc::io, path + " cannot be read: " + std::strerror(errno), path);
}

class walk {
 public:
  walk(const ignore_rules& ignore, int depth, const std::function<result<>()>& go_on,
       const std::function<result<>(const found_file&)>& visit)
      : ignore_(ignore), depth_(depth), go_on_(go_on), visit_(visit) {}

  result<> enter(open_fd folder, const std::string& prefix, int depth) {
    if (depth > depth_)
      return fail(errc::too_large, prefix + " lies deeper than " + std::to_string(depth_) + " folders",
                  prefix);
    DIR* const list = fdopendir(folder.get());
    if (!list) return no(prefix);
    folder.release();
    std::vector<std::string> names;
    for (const dirent* entry; (entry = readdir(list));) names.emplace_back(entry->d_name);
    std::sort(names.begin(), names.end());
    result<> done;
    for (const auto& name : names) {
      if (name == "." || name == ".." || name == ".git") continue;
      done = one(dirfd(list), name, prefix.empty() ? name : prefix + '/' + name, depth);
      if (!done) break;
    }
    closedir(list);
    return done;
  }

  // Once all links are known: one may lead through another.
  result<> links_stay_inside() const {
    for (const auto& [path, target] : links_.all()) {
      if (auto wanted = go_on_(); !wanted) return wanted;
      if (const char* why = links_.why_not(path))
        return fail(errc::refused,
                    "the link " + path + " " + why +
                        ": only relative links that stay inside are allowed (.deployignore leaves one out)",
                    path);
    }
    return {};
  }

 private:
  result<> one(int folder, const std::string& name, const std::string& path, int depth) {
    if (auto wanted = go_on_(); !wanted) return wanted;
    struct stat about;
    if (fstatat(folder, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) return no(path);
    if (ignore_.matches(path, S_ISDIR(about.st_mode))) return {};
    if (const char* why = why_not_in_manifest(path))
      return fail(errc::refused, "a file of the artifact " + std::string(why), "pack");
    if (S_ISDIR(about.st_mode)) {
      open_fd inner(openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      if (!inner) return no(path);
      return enter(std::move(inner), path, depth + 1);
    }
    if (S_ISLNK(about.st_mode)) {
      char target[4096];
      const auto size = readlinkat(folder, name.c_str(), target, sizeof target);
      if (size < 0) return no(path);
      found_file found{.path = path, .link_target = std::string(target, static_cast<std::size_t>(size))};
      if (has_control_character(found.link_target))
        return fail(errc::refused, "the link " + path + " has a control character in its target", path);
      links_.add(path, found.link_target);
      return visit_(found);
    }
    if (!S_ISREG(about.st_mode))
      return fail(errc::refused, path + " is neither a file nor a folder nor a link", path);
    const open_fd file(openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file || fstat(file.get(), &about) != 0) return no(path);
    if (!S_ISREG(about.st_mode)) return fail(errc::refused, path + " changed while it was packed", path);
    return visit_({.path = path, .executable = (about.st_mode & 0111) != 0, .fd = file.get()});
  }

  // The node lists links line by line, so a target obeys the same rule about control characters.
  static bool has_control_character(std::string_view target) {
    return std::any_of(target.begin(), target.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  }

  const ignore_rules& ignore_;
  int depth_;
  const std::function<result<>()>& go_on_;
  const std::function<result<>(const found_file&)>& visit_;
  link_tree links_;
};

}  // namespace

result<> walk_tree(open_fd root, const ignore_rules& ignore, int depth,
                   const std::function<result<>()>& go_on,
                   const std::function<result<>(const found_file&)>& visit) {
  walk all(ignore, depth, go_on, visit);
  if (auto entered = all.enter(std::move(root), "", 0); !entered) return entered;
  return all.links_stay_inside();
}

}  // namespace eeveon
