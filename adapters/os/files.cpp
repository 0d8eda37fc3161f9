#include "adapters/os/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace eeveon {
namespace {

std::unexpected<failure> no(const char* what, const std::string& path) {
  return fail(errno == ENOENT ? errc::not_found : errc::io, path + ' ' + what + ": " + std::strerror(errno),
              path);
}

constexpr int as_folder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

result<> sync_folder(const std::string& path) {
  const open_fd folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || fsync(folder.get()) != 0) return no("cannot be synced", path);
  return {};
}

}  // namespace

std::string text_of_file(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

result<> make_folder(const std::string& path, mode_t mode) {
  for (std::size_t at = 1; at != std::string::npos;) {
    at = path.find('/', at + 1);
    const auto part = path.substr(0, at);
    if (mkdir(part.c_str(), at == std::string::npos ? mode : 0755) != 0 && errno != EEXIST)
      return no("cannot be made", part);
  }
  return {};
}

result<> make_private_folder(const std::string& path) {
  for (const auto& part : {path.substr(0, path.rfind('/')), path}) {
    if (auto made = make_folder(part, 0700); !made) return made;
    struct stat about;
    if (lstat(part.c_str(), &about) != 0 || !S_ISDIR(about.st_mode) || about.st_uid != geteuid() ||
        (about.st_mode & 077) != 0)
      return fail(errc::refused, part + " must be a folder of ours that nobody else can enter", part);
  }
  return {};
}

result<> replace_file(const std::string& path, std::string_view text, mode_t mode) {
  const auto beside = path + ".new-" + std::to_string(getpid());
  const open_fd file(open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (!file) return no("cannot be written", beside);
  for (auto rest = text; !rest.empty();) {
    const auto count = write(file.get(), rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return no("cannot be written", beside);
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  if (fsync(file.get()) != 0) return no("cannot be synced", beside);
  if (rename(beside.c_str(), path.c_str()) != 0) return no("cannot be put in place", path);
  return sync_folder(path.substr(0, path.rfind('/')));
}

result<open_fd> open_folder(const std::string& path) {
  open_fd folder(open(path.c_str(), as_folder));
  if (!folder) return no("cannot be read", path);
  return folder;
}

result<open_fd> open_folder_below(open_fd folder, std::string_view below) {
  for (std::size_t at = 0; at < below.size();) {
    const auto end = std::min(below.find('/', at), below.size());
    const std::string part(below.substr(at, end - at)), so_far(below.substr(0, end));
    at = end + 1;
    if (part.empty()) continue;
    if (part == "..") return fail(errc::refused, "the folder " + so_far + " leads out", so_far);
    open_fd inner(openat(folder.get(), part.c_str(), as_folder));
    if (!inner && (errno == ELOOP || errno == ENOTDIR))
      return fail(errc::refused, so_far + " is a link or no folder: it is not followed", so_far);
    if (!inner) return no("cannot be read", so_far);
    folder = std::move(inner);
  }
  return folder;
}

result<std::string> read_file_in(const open_fd& folder, const std::string& name, std::size_t cap) {
  // Never waits: a pipe would until somebody writes into it.
  const open_fd file(openat(folder.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat about;
  const bool is_known = file && fstat(file.get(), &about) == 0;
  if (is_known ? !S_ISREG(about.st_mode) : errno == ELOOP || errno == ENXIO)
    return fail(errc::refused, name + " is not a plain file", name);
  if (!is_known) return no("cannot be read", name);
  std::string out;
  char buffer[65536];
  for (ssize_t count; (count = read(file.get(), buffer, sizeof buffer)) != 0;) {
    if (count < 0) return no("cannot be read", name);
    out.append(buffer, static_cast<std::size_t>(count));
    if (out.size() > cap)
      return fail(errc::too_large, name + " is larger than " + std::to_string(cap) + " bytes", name);
  }
  return out;
}

}  // namespace eeveon
