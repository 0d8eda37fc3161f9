// The data folder of `eeveon up`: what lies where, its secrets, and the lock that keeps a second `up` out.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/failure.hpp"

namespace eeveon::up {

namespace fs = std::filesystem;

class folder {
 public:
  // Makes what is missing and takes the lock, held until this object goes. errc::conflict: another `up` holds
  // it.
  static result<std::unique_ptr<folder>> open(const fs::path& root);
  ~folder();
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  const fs::path& root() const { return root_; }
  fs::path at(const char* name) const { return root_ / name; }
  fs::path log_of(const std::string& name) const { return root_ / "logs" / (name + ".log"); }
  // Short, as socket paths are limited to 107 bytes; the same for the same root.
  const fs::path& sockets() const { return sockets_; }
  // Eight hex digits of the root's path, for names outside the folder.
  const std::string& mark() const { return mark_; }

  // DIR/ready exists exactly while the server answers; it holds the address. It is a link into our own
  // process, so that it dangles at once when we are killed and cannot tidy up.
  void set_ready(const std::string& url);
  void unset_ready();

 private:
  folder() = default;
  result<> make_sockets();
  fs::path root_, sockets_;
  std::string mark_;
  int lock_ = -1, ready_ = -1;
};

// Makes a secret of 256 bits in a file of mode 0600, unless it is there already; returns it.
result<std::string> keep_secret(const fs::path& file);

// Replaces a small file at once: readers see the old text or the new one.
result<> write_file(const fs::path& file, std::string_view text, unsigned mode);

}  // namespace eeveon::up
