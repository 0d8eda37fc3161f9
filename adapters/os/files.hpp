// Small files and folders: written so that a crash leaves the old or the new one, read so that no link leads
// elsewhere.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

#include "core/base/failure.hpp"

namespace eeveon {

// A descriptor that is closed with its owner.
class open_fd {
 public:
  explicit open_fd(int fd) : fd_(fd) {}
  open_fd(open_fd&& other) noexcept : fd_(other.release()) {}
  open_fd& operator=(open_fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~open_fd() {
    if (fd_ >= 0) close(fd_);
  }
  explicit operator bool() const { return fd_ >= 0; }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }  // the caller closes it

 private:
  int fd_;
};

std::string text_of_file(const std::string& path);           // empty when it cannot be read
result<> make_folder(const std::string& path, mode_t mode);  // with its parents; fine when it is there
// Two levels, both ours and closed to everybody else: what another user has put there before is refused.
result<> make_private_folder(const std::string& path);
// Writes beside, syncs, renames over `path`, syncs the folder.
result<> replace_file(const std::string& path, std::string_view text, mode_t mode);
result<open_fd> open_folder(const std::string& path);
// `below` is opened one folder at a time: whoever owns `folder` may put a link at any part of it. not_found:
// a part is missing; refused: it is a link, no folder, or leads out.
result<open_fd> open_folder_below(open_fd folder, std::string_view below);
// A plain file in `folder`, at most `cap` bytes. not_found; refused: a link or anything else that is no plain
// file; too_large.
result<std::string> read_file_in(const open_fd& folder, const std::string& name, std::size_t cap);

}  // namespace eeveon
