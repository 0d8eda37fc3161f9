#include "adapters/os/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace eeveon {
namespace {

std::unexpected<failure> no(const char* what, const std::string& path) {
  return fail(errno == ENOENT ? errc::not_found : errc::io, path + ' ' + what + ": " + std::strerror(errno),
              path);
}

struct open_file {
  int fd;
  ~open_file() { close(fd); }
};

result<> sync_folder(const std::string& path) {
  const open_file folder{open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.fd < 0 || fsync(folder.fd) != 0) return no("cannot be synced", path);
  return {};
}

}  // namespace

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
  const open_file file{open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)};
  if (file.fd < 0) return no("cannot be written", beside);
  for (auto rest = text; !rest.empty();) {
    const auto count = write(file.fd, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return no("cannot be written", beside);
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  if (fsync(file.fd) != 0) return no("cannot be synced", beside);
  if (rename(beside.c_str(), path.c_str()) != 0) return no("cannot be put in place", path);
  return sync_folder(path.substr(0, path.rfind('/')));
}

result<std::string> read_whole_file(const std::string& path, std::size_t cap) {
  const open_file file{open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC)};
  if (file.fd < 0) return no("cannot be read", path);
  std::string out;
  char buffer[65536];
  for (ssize_t count; (count = read(file.fd, buffer, sizeof buffer)) != 0;) {
    if (count < 0) return no("cannot be read", path);
    out.append(buffer, static_cast<std::size_t>(count));
    if (out.size() > cap)
      return fail(errc::too_large, path + " is larger than " + std::to_string(cap) + " bytes", path);
  }
  return out;
}

}  // namespace eeveon
